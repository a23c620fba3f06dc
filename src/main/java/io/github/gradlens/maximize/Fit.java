package io.github.gradlens.maximize;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Emitter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/** Between the canvas and the shapes in which models take and give images. */
final class Fit {
  private Fit() {}

  /**
   * A canvas in the shape of a model's input: as it is, with channels first, or reshaped.
   *
   * @param image {@code [B, H, W, C]}
   * @param shape the input's sizes, batch first, −1 where unknown
   */
  static Operand<?> toInput(
      Emitter tf, Operand<?> image, List<Long> shape, DataType type, Canvas canvas, String whose) {
    Operand<?> typed = tf.cast(image, type);
    if (shape.size() == 4 && isChannelsFirst(shape, canvas)) {
      return tf.transpose(typed, tf.ints(0, 3, 1, 2));
    }
    if (shape.isEmpty() || fits(shape, canvas)) {
      return typed;
    }
    int[] sizes = shape.stream().mapToInt(Long::intValue).toArray();
    long elements = 1;
    for (int i = 1; i < sizes.length; i++) {
      elements *= sizes[i];
    }
    if (elements != (long) canvas.height() * canvas.width() * canvas.channels()) {
      throw new UsageException(
          "an image of "
              + text(canvas)
              + " does not fit "
              + whose
              + ", which takes "
              + Arrays.toString(sizes).replace("-1", "?")
              + "; give the image that size");
    }
    sizes[0] = -1;
    return tf.reshape(typed, tf.ints(sizes));
  }

  /** What an output holds, as a canvas; resized where it is an image of another size. */
  static Operand<?> toCanvas(Emitter tf, Operand<?> output, Canvas canvas, String whose) {
    Operand<?> typed = tf.cast(output, DataType.DT_FLOAT);
    long[] sizes = Emitter.shapeOf(output).isUnknown() ? null : Emitter.shapeOf(output).asArray();
    Operand<?> image = sizes == null ? null : asCanvas(tf, typed, sizes, canvas);
    if (image == null) {
      throw new UsageException(
          whose
              + " gives "
              + (sizes == null ? "a tensor of unknown rank" : Arrays.toString(sizes))
              + ", which is no image of "
              + text(canvas)
              + "; give one of height × width × channels");
    }
    return image;
  }

  private static @Nullable Operand<?> asCanvas(
      Emitter tf, Operand<?> typed, long[] sizes, Canvas canvas) {
    long elements = 1;
    for (int i = 1; i < sizes.length; i++) {
      elements *= sizes[i];
    }
    List<Long> shape = Arrays.stream(sizes).boxed().toList();
    if (sizes.length == 4 && isChannelsFirst(shape, canvas)) {
      return tf.transpose(typed, tf.ints(0, 2, 3, 1));
    }
    if (elements == (long) canvas.height() * canvas.width() * canvas.channels()) {
      return tf.reshape(typed, tf.ints(-1, canvas.height(), canvas.width(), canvas.channels()));
    }
    return sizes.length == 4 && sizes[3] == canvas.channels() ? resized(tf, typed, canvas) : null;
  }

  private static Operand<?> resized(Emitter tf, Operand<?> image, Canvas canvas) {
    return tf.op("ResizeBilinear")
        .in(image)
        .in(tf.ints(canvas.height(), canvas.width()))
        .attr("half_pixel_centers", true)
        .one();
  }

  /** Whether a canvas goes in without a change of its axes. */
  private static boolean fits(List<Long> shape, Canvas canvas) {
    return shape.size() == 4
        && is(shape.get(1), canvas.height())
        && is(shape.get(2), canvas.width())
        && is(shape.get(3), canvas.channels());
  }

  private static boolean isChannelsFirst(List<Long> shape, Canvas canvas) {
    return !fits(shape, canvas)
        && is(shape.get(1), canvas.channels())
        && is(shape.get(2), canvas.height())
        && is(shape.get(3), canvas.width());
  }

  private static boolean is(long size, int wanted) {
    return size < 0 || size == wanted;
  }

  private static String text(Canvas canvas) {
    return canvas.height() + " × " + canvas.width() + " × " + canvas.channels();
  }

  /** The values of one range in another, by the straight line between them; each channel's own. */
  static Operand<?> rescale(
      Emitter tf, Operand<?> image, @Nullable ValueRange from, Canvas to, boolean back) {
    if (from == null) {
      return image;
    }
    List<Float> scale = new ArrayList<>();
    List<Float> shift = new ArrayList<>();
    for (int c = 0; c < to.channels(); c++) {
      float span = to.range(c) / (from.high() - from.low());
      scale.add(back ? 1 / span : span);
      shift.add(back ? from.low() - to.low().get(c) / span : to.low().get(c) - from.low() * span);
    }
    return tf.add(tf.mul(image, Canvas.perChannel(tf, scale)), Canvas.perChannel(tf, shift));
  }

  /** One image of a canvas in the shape of a model's input, on the host. */
  static NumericArray toInput(NumericArray image, List<Long> shape, Canvas canvas) {
    if (shape.isEmpty() || fits(shape, canvas)) {
      return image;
    }
    if (shape.size() == 4 && isChannelsFirst(shape, canvas)) {
      float[] from = image.toFloats();
      float[] to = new float[from.length];
      int positions = canvas.height() * canvas.width();
      for (int p = 0; p < positions; p++) {
        for (int c = 0; c < canvas.channels(); c++) {
          to[c * positions + p] = from[p * canvas.channels() + c];
        }
      }
      return NumericArray.of(to, canvas.channels(), canvas.height(), canvas.width());
    }
    return image.reshape(shape.subList(1, shape.size()).stream().mapToLong(s -> s).toArray());
  }
}
