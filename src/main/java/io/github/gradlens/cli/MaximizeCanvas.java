package io.github.gradlens.cli;

import io.github.gradlens.SignatureSpec;
import io.github.gradlens.TensorSpec;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.io.InputSpec;
import io.github.gradlens.io.PictureShape;
import io.github.gradlens.io.Preprocess;
import io.github.gradlens.render.Layout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is learnt, as the model's one input takes it: an image with bounds from the preprocessing,
 * or 1 × N × 1 numbers without any.
 *
 * @param input the model's, every size but the batch's known
 * @param image whether it is an image
 * @param low the least value of each channel; empty for what is no image
 * @param high the largest
 */
record MaximizeCanvas(
    InputSpec.Input input,
    boolean image,
    int height,
    int width,
    int channels,
    boolean channelsLast,
    List<Float> low,
    List<Float> high,
    Preprocess preprocess) {
  private static final int BRIGHTEST = 255;
  private static final int COLOURS = 3;

  MaximizeCanvas {
    low = List.copyOf(low);
    high = List.copyOf(high);
  }

  /** Height and width as the command line gives them. */
  record Size(int height, int width) {
    static Size parse(String text) {
      if (!text.matches("[1-9]\\d{0,4}[xX][1-9]\\d{0,4}")) {
        throw new UsageException("--size '" + text + "' is not valid; write HxW, as in 224x224");
      }
      String[] sides = text.split("[xX]", -1);
      return new Size(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    }
  }

  /**
   * The canvas of a signature.
   *
   * @param size where the signature leaves it open; null where it was not given
   * @param chosen the preprocessing that was asked for; null where none was
   * @throws UsageException where the signature takes several inputs, or none that can be learnt
   */
  static MaximizeCanvas of(
      SignatureSpec signature, @Nullable Size size, @Nullable Preprocess chosen) {
    InputSpec spec = InputSpecs.of(signature);
    if (spec.inputs().size() > 1) {
      throw new UsageException(
          "signature "
              + signature.name()
              + " has the inputs "
              + String.join(", ", spec.inputs().stream().map(InputSpec.Input::name).toList())
              + "; maximize learns one; choose a signature of one input with --signature");
    }
    TensorSpec tensor = signature.inputs().get(0);
    if (!tensor.isFloat()) {
      throw new UsageException(
          "input '"
              + tensor.name()
              + "' has the type "
              + tensor.type()
              + ", which cannot be learnt step by step; choose a signature of a float input with"
              + " --signature");
    }
    InputSpec.Input input = spec.inputs().get(0);
    List<Long> example =
        input.shape().isEmpty() ? List.of() : input.shape().subList(1, input.shape().size());
    PictureShape picture = PictureShape.of(input);
    long[] sides = example.stream().mapToLong(Long::longValue).toArray();
    boolean drawn =
        example.size() != 2 || size != null || Layout.guess(sides, false) == Layout.IMAGE_HW;
    if (picture != null && drawn) {
      return picture(input, example, picture, size, chosen);
    }
    boolean row = example.size() == 1 && example.get(0) > 0;
    return row && size != null
        ? row(input, example.get(0), size, chosen)
        : numbers(input, example, size, chosen);
  }

  private static MaximizeCanvas picture(
      InputSpec.Input input,
      List<Long> example,
      PictureShape picture,
      @Nullable Size size,
      @Nullable Preprocess chosen) {
    int height = side(input, picture.height(), size == null ? null : size.height);
    int width = side(input, picture.width(), size == null ? null : size.width);
    List<Long> shape = new ArrayList<>();
    shape.add(input.shape().isEmpty() ? -1 : input.shape().get(0));
    if (picture.channelsLast()) {
      shape.addAll(List.of((long) height, (long) width));
      if (example.size() != 2) {
        shape.add((long) picture.channels());
      }
    } else {
      shape.addAll(List.of((long) picture.channels(), (long) height, (long) width));
    }
    return drawn(
        new InputSpec.Input(input.name(), input.type(), shape, true),
        height,
        width,
        picture.channels(),
        picture.channelsLast(),
        Surroundings.orRaw(chosen));
  }

  /** An image that the model takes as one row of numbers. */
  private static MaximizeCanvas row(
      InputSpec.Input input, long values, Size size, @Nullable Preprocess chosen) {
    long pixels = (long) size.height * size.width;
    if (values != pixels && values != COLOURS * pixels) {
      throw new UsageException(
          input
              + " takes "
              + values
              + " numbers, an image of --size "
              + size.height
              + "x"
              + size.width
              + " has "
              + pixels
              + ", or "
              + COLOURS * pixels
              + " in colour");
    }
    int channels = (int) (values / pixels);
    return drawn(input, size.height, size.width, channels, true, Surroundings.orRaw(chosen));
  }

  private static MaximizeCanvas drawn(
      InputSpec.Input input,
      int height,
      int width,
      int channels,
      boolean last,
      Preprocess preprocess) {
    boolean colour = preprocess == Preprocess.CAFFE || preprocess == Preprocess.TORCH;
    if (colour && channels != COLOURS) {
      throw new UsageException(
          input + " is grey, but --preprocess " + preprocess.id() + " needs colour; use unit");
    }
    return new MaximizeCanvas(
        input,
        true,
        height,
        width,
        channels,
        last,
        level(preprocess, 0, channels),
        level(preprocess, BRIGHTEST, channels),
        preprocess);
  }

  private static int side(InputSpec.Input input, long own, @Nullable Integer given) {
    if (own < 0 && given == null) {
      throw new UsageException(input + " leaves the image's size open; give it with --size HxW");
    }
    if (own >= 0 && given != null && own != given) {
      throw new UsageException(input + " has its own size; leave out --size");
    }
    return Math.toIntExact(own < 0 ? java.util.Objects.requireNonNull(given) : own);
  }

  private static List<Float> level(Preprocess preprocess, int grey, int channels) {
    float[] values = new float[channels];
    java.util.Arrays.fill(values, grey);
    preprocess.apply(values, channels);
    List<Float> out = new ArrayList<>();
    for (float value : values) {
      out.add(value);
    }
    return out;
  }

  private static MaximizeCanvas numbers(
      InputSpec.Input input, List<Long> example, @Nullable Size size, @Nullable Preprocess chosen) {
    if (size != null || chosen != null) {
      throw new UsageException(
          input + " is no image; leave out " + (size != null ? "--size" : "--preprocess"));
    }
    if (!input.ranked() || example.isEmpty() || example.stream().anyMatch(side -> side < 1)) {
      throw new UsageException(
          input + " has an open shape, so what is learnt has no size; choose another --signature");
    }
    long values = NumericArray.size(example.stream().mapToLong(Long::longValue).toArray());
    return new MaximizeCanvas(
        input, false, 1, Math.toIntExact(values), 1, true, List.of(), List.of(), Preprocess.RAW);
  }

  /** How far the values of a channel span, on the mean; 1 where they have no bounds. */
  double range() {
    double sum = 0;
    for (int c = 0; c < low.size(); c++) {
      sum += high.get(c) - low.get(c);
    }
    return low.isEmpty() ? 1 : sum / low.size();
  }

  MaximizeSetting.Span span(boolean classes) {
    return new MaximizeSetting.Span(range(), height * width * channels, image, classes);
  }

  /** As what files of it are read. */
  InputSpec files() {
    boolean row = image && shape().size() == 1;
    return InputSpec.of(
        row ? InputSpec.Input.of(input.name(), input.type(), -1, height, width, channels) : input);
  }

  /** Whether channels stand as blue, green, red. */
  boolean reversed() {
    return preprocess == Preprocess.CAFFE;
  }

  /** The shape of one input, without the batch axis. */
  List<Long> shape() {
    return input.shape().subList(1, input.shape().size());
  }
}
