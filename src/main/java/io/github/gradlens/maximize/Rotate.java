package io.github.gradlens.maximize;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;

/**
 * Turns an image about its centre by an angle drawn evenly from −d to d degrees. Lucid draws whole
 * degrees, and 0 more often; here all angles have equal chances.
 *
 * @param degrees d
 */
public record Rotate(double degrees) implements Geometric {
  public Rotate {
    if (!(degrees > 0) || !(degrees <= 180)) {
      throw new UsageException(
          "rotate:" + Transforms.number(degrees) + " is no angle; give degrees above 0, up to 180");
    }
  }

  @Override
  public String text() {
    return "rotate:" + Transforms.number(degrees);
  }

  @Override
  public Operand<?> matrix(Emitter tf, Operand<?> image, Operand<?> step, long seed) {
    Operand<?> drawn = Warp.draws(tf, image, step, seed, 1).get(0);
    double most = Math.toRadians(degrees);
    Operand<?> angle = tf.sub(tf.mul(drawn, Warp.number(tf, 2 * most)), Warp.number(tf, most));
    Operand<?> cosine = tf.apply("Cos", angle);
    Operand<?> sine = tf.apply("Sin", angle);
    return Warp.aboutCentre(tf, image, cosine, tf.neg(sine), sine, cosine);
  }
}
