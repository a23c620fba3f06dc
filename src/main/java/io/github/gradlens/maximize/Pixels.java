package io.github.gradlens.maximize;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Emitter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * The image itself is learnt; it starts at a mean image, or at the middle of each channel's range,
 * with a little noise.
 *
 * <p>Nothing here keeps the pixels within their bounds: whoever changes them clips them.
 *
 * @param start the image at which to start, {@code [H, W, C]} in the model's values; the middle of
 *     the range where null
 * @param noise the standard deviation of what is added to it, in units of the range of values
 */
public record Pixels(@Nullable NumericArray start, double noise) implements Parametrisation {
  /** Grey with a little noise. */
  public static final Pixels DEFAULT = new Pixels(null, 0.01);

  public Pixels {
    if (!(noise >= 0) || !Double.isFinite(noise)) {
      throw new UsageException("the start's noise is " + noise + "; give 0 or a number above it");
    }
  }

  @Override
  public String id() {
    return "pixels";
  }

  @Override
  public long[] shape(Canvas canvas) {
    return new long[] {canvas.height(), canvas.width(), canvas.channels()};
  }

  @Override
  public NumericArray first(Canvas canvas, int image, long seed) {
    long[] shape = shape(canvas);
    if (start != null && !Arrays.equals(start.shape(), shape)) {
      throw new UsageException(
          "the image to start at has shape %s; the model's images have %s"
              .formatted(Arrays.toString(start.shape()), Arrays.toString(shape)));
    }
    float[] values = Draws.normal(seed, image, (int) NumericArray.size(shape), noise);
    for (int i = 0; i < values.length; i++) {
      int c = i % canvas.channels();
      double centre = start == null ? canvas.middle(c) : start.doubleAt(i);
      double moved = centre + values[i] * canvas.range(c);
      values[i] = (float) Math.min(canvas.high().get(c), Math.max(canvas.low().get(c), moved));
    }
    return NumericArray.of(values, shape);
  }

  @Override
  public Transforms transforms(Canvas canvas) {
    return Transforms.NONE;
  }

  @Override
  public Operand<?> image(Emitter tf, Operand<?> learnt, Canvas canvas) {
    return tf.apply("Identity", learnt);
  }
}
