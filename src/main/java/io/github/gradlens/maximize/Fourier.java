package io.github.gradlens.maximize;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.graph.Emitter;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/**
 * The image's Fourier spectrum is learnt, in uncorrelated colours:
 *
 * <pre>
 * z = IRFFT2D(s·(a + i·b)) / 4,  s = √(HW) / max(f, 1/max(H, W)),  x = low + (high − low)·σ(A·z)
 * </pre>
 *
 * with a and b learnt, f the frequency, A the {@link ColourCorrelation} of three channels and σ the
 * logistic function. Both are changes of basis that give an ascent steps of the size that natural
 * images have in each frequency and colour; σ keeps the bounds.
 *
 * <p>Source: Olah, Mordvintsev, Schubert, "Feature Visualization", Distill 2017, section "The Enemy
 * of Feature Visualization", with the constants of Lucid.
 *
 * <p>Deviations: for an odd width Lucid learns one column of frequencies more and cuts the result;
 * here an odd width has its own (W + 1)/2 frequencies.
 *
 * @param deviation the standard deviation of a and b at the start
 */
public record Fourier(double deviation) implements Parametrisation {
  /** Lucid's start. */
  public static final Fourier DEFAULT = new Fourier(0.01);

  /** Lucid's factor between the spectrum and the image. */
  private static final double DIVISOR = 4;

  public Fourier {
    if (!(deviation >= 0) || !Double.isFinite(deviation)) {
      throw new IllegalArgumentException("a standard deviation of " + deviation);
    }
  }

  @Override
  public String id() {
    return "fourier";
  }

  @Override
  public long[] shape(Canvas canvas) {
    return new long[] {2, canvas.channels(), canvas.height(), canvas.halfWidth()};
  }

  @Override
  public NumericArray first(Canvas canvas, int image, long seed) {
    long[] shape = shape(canvas);
    int size = (int) NumericArray.size(shape);
    return NumericArray.of(Draws.normal(seed, image, size, deviation), shape);
  }

  @Override
  public Transforms transforms(Canvas canvas) {
    return Transforms.standard(canvas);
  }

  @Override
  public Operand<?> image(Emitter tf, Operand<?> learnt, Canvas canvas) {
    List<Operand<?>> parts = parts(tf, tf.mul(learnt, scale(tf, canvas)));
    Operand<?> spectrum = tf.apply("Complex", parts.get(0), parts.get(1));
    Operand<?> plain = Spectrum.image(tf, spectrum, canvas);
    return Spectrum.bounded(tf, plain, canvas);
  }

  private static List<Operand<?>> parts(Emitter tf, Operand<?> both) {
    var unpacked = tf.op("Unpack").in(both).attr("num", 2).attr("axis", 1).build();
    return List.of(unpacked.output(0), unpacked.output(1));
  }

  /** s, with the division by 4 in it. */
  private static Operand<?> scale(Emitter tf, Canvas canvas) {
    float[] scale = Frequencies.inverse(canvas);
    double factor = Math.sqrt((double) canvas.height() * canvas.width()) / DIVISOR;
    for (int i = 0; i < scale.length; i++) {
      scale[i] = (float) (scale[i] * factor);
    }
    return tf.ops()
        .constant(
            Shape.of(canvas.height(), canvas.halfWidth()), DataBuffers.of(scale, true, false));
  }
}
