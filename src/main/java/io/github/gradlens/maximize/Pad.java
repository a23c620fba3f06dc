package io.github.gradlens.maximize;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;

/**
 * Puts a border of the middle of the range around an image, and brings both to the image's size.
 *
 * @param pixels the border's width before that
 */
public record Pad(int pixels) implements Geometric {
  public Pad {
    if (pixels < 1) {
      throw new UsageException("pad:" + pixels + " adds nothing; give 1 pixel or more");
    }
  }

  @Override
  public String text() {
    return "pad:" + pixels;
  }

  @Override
  public Operand<?> matrix(Emitter tf, Operand<?> image, Operand<?> step, long seed) {
    Operand<?> x = factor(tf, image, 2);
    Operand<?> y = factor(tf, image, 1);
    Operand<?> zero = tf.zerosLike(x);
    return Warp.aboutCentre(tf, image, x, zero, zero, y);
  }

  private Operand<?> factor(Emitter tf, Operand<?> image, int axis) {
    Operand<?> size = Warp.size(tf, image, axis);
    Operand<?> padded = tf.add(size, Warp.number(tf, 2.0 * pixels));
    return tf.reshape(tf.div(padded, size), tf.ints(1));
  }
}
