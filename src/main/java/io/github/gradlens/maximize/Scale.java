package io.github.gradlens.maximize;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;

/**
 * Enlarges or shrinks an image about its centre by a factor drawn evenly between two. Lucid draws
 * among a few factors; here all between them can come.
 *
 * @param low the least factor; below 1 it shrinks
 * @param high the largest factor
 */
public record Scale(double low, double high) implements Geometric {
  public Scale {
    if (!(low > 0) || !(high >= low) || !Double.isFinite(high)) {
      throw new UsageException(
          "scale:%s;%s is no range of factors; give LOW;HIGH with 0 < LOW <= HIGH"
              .formatted(Transforms.number(low), Transforms.number(high)));
    }
  }

  @Override
  public String text() {
    return "scale:" + Transforms.number(low) + ";" + Transforms.number(high);
  }

  @Override
  public Operand<?> matrix(Emitter tf, Operand<?> image, Operand<?> step, long seed) {
    Operand<?> drawn = Warp.draws(tf, image, step, seed, 1).get(0);
    Operand<?> factor = tf.add(tf.mul(drawn, Warp.number(tf, high - low)), Warp.number(tf, low));
    Operand<?> inverse = tf.apply("Reciprocal", factor);
    Operand<?> zero = tf.zerosLike(inverse);
    return Warp.aboutCentre(tf, image, inverse, zero, zero, inverse);
  }
}
