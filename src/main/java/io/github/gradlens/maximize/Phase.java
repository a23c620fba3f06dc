package io.github.gradlens.maximize;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Emitter;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/**
 * Only the phase of the image's Fourier spectrum is learnt; the magnitude r stays that of natural
 * images:
 *
 * <pre>
 * φ' = (φ − mean φ)/std φ,  z = IRFFT2D(r·e^{iφ'}),  z' = (z − mean z)/std z,
 * x = low + (high − low)·σ(A·z')
 * </pre>
 *
 * with mean and standard deviation over all of one image, A the {@link ColourCorrelation} of three
 * channels and σ the logistic function.
 *
 * <p>Source: Fel et al., "Unlocking Feature Visualization for Deeper Networks with MAgnitude
 * Constrained Optimization" (MaCo), NeurIPS 2023, arXiv 2306.06805, with the standardisations of
 * the authors' implementations.
 *
 * <p>Its usual transforms are random parts and noise of 0.08 of the range, as the authors'.
 *
 * <p>Deviations: 16 parts at a step, not 32, and of about 0.6 of the image's sides, not a quarter:
 * the authors' images are several times as large as what the model reads, these are of its size.
 * The authors' spectrum is ImageNet's; here it is that of a folder of images, or 1/f where none is
 * given. Several images may be learnt at once; each is standardised by itself.
 *
 * @param spectrum the magnitudes
 */
public record Phase(Spectrum spectrum) implements Parametrisation {
  /** Keeps a constant from being divided by 0. */
  private static final double SMALL = 1e-5;

  @Override
  public String id() {
    return "phase";
  }

  @Override
  public long[] shape(Canvas canvas) {
    return new long[] {canvas.channels(), canvas.height(), canvas.halfWidth()};
  }

  @Override
  public NumericArray first(Canvas canvas, int image, long seed) {
    long[] shape = shape(canvas);
    return NumericArray.of(Draws.normal(seed, image, (int) NumericArray.size(shape), 1), shape);
  }

  @Override
  public Transforms transforms(Canvas canvas) {
    return new Transforms(List.of(new Crop(0.6, 0.15, Crop.COPIES), new Noise(0.08)));
  }

  @Override
  public Operand<?> image(Emitter tf, Operand<?> learnt, Canvas canvas) {
    Operand<?> magnitude = magnitude(tf, canvas);
    Operand<?> phase = standardised(tf, learnt);
    Operand<?> real = tf.mul(tf.apply("Cos", phase), magnitude);
    Operand<?> imaginary = tf.mul(tf.apply("Sin", phase), magnitude);
    Operand<?> plain = Spectrum.image(tf, tf.apply("Complex", real, imaginary), canvas);
    return Spectrum.bounded(tf, standardised(tf, plain), canvas);
  }

  private Operand<?> magnitude(Emitter tf, Canvas canvas) {
    NumericArray magnitude = spectrum.magnitude();
    long[] shape = shape(canvas);
    if (!Arrays.equals(magnitude.shape(), shape)) {
      throw new UsageException(
          "the spectrum '%s' has shape %s; images of %d x %d with %d channels have %s"
              .formatted(
                  spectrum.id(),
                  Arrays.toString(magnitude.shape()),
                  canvas.height(),
                  canvas.width(),
                  canvas.channels(),
                  Arrays.toString(shape)));
    }
    return tf.ops().constant(Shape.of(shape), DataBuffers.of(magnitude.toFloats(), true, false));
  }

  private static Operand<?> standardised(Emitter tf, Operand<?> a) {
    Operand<?> centred = tf.sub(a, mean(tf, a));
    Operand<?> deviation = tf.apply("Sqrt", mean(tf, tf.apply("Square", centred)));
    return tf.div(centred, tf.add(deviation, tf.scalar(SMALL, a)));
  }

  /** Over one image. */
  private static Operand<?> mean(Emitter tf, Operand<?> a) {
    return tf.op("Mean").in(a).in(tf.ints(1, 2, 3)).attr("keep_dims", true).one();
  }
}
