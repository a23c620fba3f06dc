package io.github.gradlens.io;

import io.github.gradlens.array.ElementType;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an input holds a picture: [H, W, C], [C, H, W] or grey [H, W] after the batch axis, C 1 or 3;
 * open sizes keep the picture's own.
 */
record ImageLayout(InputSpec.Input input, long height, long width, int channels, boolean last) {
  /**
   * @throws UsageException where the input takes no picture, or not with this preprocessing
   */
  static ImageLayout of(InputSpec spec, Preprocess preprocess) {
    if (!spec.isSingle()) {
      throw new UsageException(
          "the signature has the inputs "
              + spec.names()
              + ", which an image file cannot fill; give an .npz or .jsonl file");
    }
    InputSpec.Input input = spec.single();
    ImageLayout layout = find(input);
    if (layout == null) {
      throw new UsageException(
          input + " does not take an image; give an .npy, .npz, .jsonl or .csv file");
    }
    if (preprocess.needsColour() && layout.channels != 3) {
      throw new UsageException(
          input + " is grey, but --preprocess " + preprocess.id() + " needs colour; use unit");
    }
    if (preprocess != Preprocess.RAW && !layout.fractional()) {
      throw new UsageException(
          input + " takes whole numbers, but --preprocess " + preprocess.id() + " gives fractions");
    }
    return layout;
  }

  static @Nullable ImageLayout find(InputSpec.Input input) {
    if (input.type() == ElementType.STRING || input.type() == ElementType.BOOL) {
      return null;
    }
    List<Long> s = input.exampleShape();
    if (!input.ranked()) {
      return new ImageLayout(input, -1, -1, 3, true);
    }
    if (s.size() == 2) {
      return new ImageLayout(input, s.get(0), s.get(1), 1, true);
    }
    if (s.size() != 3) {
      return null;
    }
    if (isColour(s.get(2))) {
      return new ImageLayout(input, s.get(0), s.get(1), s.get(2).intValue(), true);
    }
    if (isColour(s.get(0))) {
      return new ImageLayout(input, s.get(1), s.get(2), s.get(0).intValue(), false);
    }
    return s.get(2) == -1 ? new ImageLayout(input, s.get(0), s.get(1), 3, true) : null;
  }

  private static boolean isColour(long channels) {
    return channels == 1 || channels == 3;
  }

  private boolean fractional() {
    return input.type() == ElementType.FLOAT32 || input.type() == ElementType.FLOAT64;
  }

  NumericArray values(Picture picture, Preprocess preprocess) {
    int h = (int) (height < 0 ? picture.height() : height);
    int w = (int) (width < 0 ? picture.width() : width);
    float[] values = picture.resized(h, w, channels);
    preprocess.apply(values, channels);
    if (!last) {
      values = channelsFirst(values, h * w);
    }
    if (!fractional()) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.round(values[i]);
      }
    }
    return NumericArray.of(values, shape(h, w));
  }

  private long[] shape(int h, int w) {
    if (input.ranked() && input.exampleShape().size() == 2) {
      return new long[] {h, w};
    }
    return last ? new long[] {h, w, channels} : new long[] {channels, h, w};
  }

  private float[] channelsFirst(float[] values, int pixels) {
    float[] out = new float[values.length];
    for (int i = 0; i < pixels; i++) {
      for (int c = 0; c < channels; c++) {
        out[c * pixels + i] = values[i * channels + c];
      }
    }
    return out;
  }
}
