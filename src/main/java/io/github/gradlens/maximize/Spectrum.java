package io.github.gradlens.maximize;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.model.Tensors;
import java.util.Arrays;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;

/**
 * The magnitudes of the Fourier transform of images, in uncorrelated colours where they have three
 * channels.
 *
 * @param id what it was taken from, for records of a run
 * @param magnitude {@code [C, H, W/2+1]}, float32
 */
public record Spectrum(String id, NumericArray magnitude) {
  /** The id of {@link #natural}. */
  public static final String NATURAL = "1/f";

  public Spectrum {
    long[] shape = magnitude.shape();
    if (shape.length != 3) {
      throw new UsageException(
          "the spectrum '%s' has shape %s; give [channels, height, width/2+1]"
              .formatted(id, Arrays.toString(shape)));
    }
    long channel = shape[1] * shape[2];
    boolean flat = true;
    for (int i = 0; i < magnitude.size(); i++) {
      double value = magnitude.doubleAt(i);
      if (!(value >= 0) || Double.isInfinite(value)) {
        throw new UsageException(
            "the spectrum '" + id + "' holds " + value + "; magnitudes are 0 or above, and finite");
      }
      // the first of a channel is frequency 0, which says nothing of what varies
      flat &= value == 0 || i % channel == 0;
    }
    if (flat) {
      throw new UsageException(
          "the spectrum '" + id + "' is of images of one colour each; name other images");
    }
  }

  /**
   * 1/f, the same for each channel: the magnitudes of natural images fall about so (Field,
   * "Relations between the statistics of natural images and the response properties of cortical
   * cells", 1987). What a folder of the images that the model was trained on has besides, its
   * directions and its colours, is not in it.
   */
  public static Spectrum natural(Canvas canvas) {
    float[] one = Frequencies.inverse(canvas);
    float[] all = new float[canvas.channels() * one.length];
    for (int c = 0; c < canvas.channels(); c++) {
      System.arraycopy(one, 0, all, c * one.length, one.length);
    }
    return new Spectrum(
        NATURAL, NumericArray.of(all, canvas.channels(), canvas.height(), canvas.halfWidth()));
  }

  /**
   * The mean of |RFFT2D(A⁻¹x)| over images x, with A the {@link ColourCorrelation} of three
   * channels.
   *
   * @param id what to call it: the folder's name
   * @param batches images {@code [N, H, W, C]} from 0 to 1, in the canvas's order of channels
   */
  public static Spectrum of(String id, Iterable<NumericArray> batches, Canvas canvas) {
    long[] shape = {canvas.channels(), canvas.height(), canvas.halfWidth()};
    double[] sum = new double[(int) NumericArray.size(shape)];
    long count = 0;
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Emitter tf = new Emitter(Ops.create(graph));
      Operand<?> images =
          tf.op("Placeholder")
              .attr("dtype", DataType.DT_FLOAT)
              .attr("shape", Shape.of(-1, canvas.height(), canvas.width(), canvas.channels()))
              .one();
      Operand<?> total = magnitudes(tf, images, canvas);
      for (NumericArray batch : batches) {
        check(id, batch, canvas);
        try (Tensor fed = Tensors.of(batch, DataType.DT_FLOAT, "images");
            Result result =
                session.runner().feed(images.asOutput(), fed).fetch(total.asOutput()).run()) {
          float[] part = Tensors.toArray(result.get(0)).toFloats();
          for (int i = 0; i < sum.length; i++) {
            sum[i] += part[i];
          }
        }
        count += batch.shape()[0];
      }
    }
    if (count == 0) {
      throw new UsageException("the spectrum '" + id + "' has no images; name a folder that has");
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / count);
    }
    return new Spectrum(id, NumericArray.of(mean, shape));
  }

  private static void check(String id, NumericArray batch, Canvas canvas) {
    long[] shape = batch.shape();
    boolean fits =
        shape.length == 4
            && shape[1] == canvas.height()
            && shape[2] == canvas.width()
            && shape[3] == canvas.channels();
    if (!fits) {
      throw new UsageException(
          "images of shape %s for the spectrum '%s'; the model's are [N, %d, %d, %d]"
              .formatted(
                  Arrays.toString(shape), id, canvas.height(), canvas.width(), canvas.channels()));
    }
  }

  /** The sum of the images' magnitudes, {@code [C, H, W/2+1]}. */
  private static Operand<?> magnitudes(Emitter tf, Operand<?> images, Canvas canvas) {
    Operand<?> plain = ColourCorrelation.decorrelated(tf, images, canvas);
    Operand<?> channels = tf.transpose(plain, tf.ints(0, 3, 1, 2));
    Operand<?> spectrum = tf.apply("RFFT2D", channels, tf.ints(canvas.height(), canvas.width()));
    return tf.sum(tf.apply("ComplexAbs", spectrum), tf.ints(0), false);
  }

  /** The image {@code [B, H, W, C]} of a spectrum {@code [B, C, H, W/2+1]}. */
  static Operand<?> image(Emitter tf, Operand<?> spectrum, Canvas canvas) {
    Operand<?> channels = tf.apply("IRFFT2D", spectrum, tf.ints(canvas.height(), canvas.width()));
    return tf.transpose(channels, tf.ints(0, 2, 3, 1));
  }

  /** low + (high − low)·σ(A·z). */
  static Operand<?> bounded(Emitter tf, Operand<?> plain, Canvas canvas) {
    Operand<?> colours = ColourCorrelation.correlated(tf, plain, canvas);
    return canvas.fromUnit(tf, tf.apply("Sigmoid", colours));
  }
}
