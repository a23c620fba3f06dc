package io.github.gradlens.maximize;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;

/**
 * Adds normal noise to every pixel.
 *
 * <p>Source: Fel et al. 2023 (MaCo). Deviation: the authors' code adds uniform noise of the same
 * size besides.
 *
 * @param deviation its standard deviation in units of each channel's range
 */
public record Noise(double deviation) implements Transform {
  public Noise {
    if (!(deviation > 0) || !Double.isFinite(deviation)) {
      throw new UsageException(
          "noise:" + Transforms.number(deviation) + " adds nothing; give a number above 0");
    }
  }

  @Override
  public String text() {
    return "noise:" + Transforms.number(deviation);
  }

  @Override
  public Operand<?> apply(Emitter tf, Operand<?> image, Operand<?> step, long seed, Canvas canvas) {
    Operand<?> drawn = Chance.normal(tf, seed, step, tf.shape(image));
    Operand<?> size = tf.mul(canvas.range(tf), Warp.number(tf, deviation));
    return tf.add(image, tf.mul(drawn, size));
  }
}
