package io.github.gradlens.maximize;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Emitter;
import java.util.List;
import org.tensorflow.Operand;

/**
 * Shifts an image by whole pixels, on each axis by one of −⌊n/2⌋ … n − ⌊n/2⌋ with equal chances: as
 * a random crop that is n pixels smaller, filled up to its size again.
 *
 * @param pixels n, the width of the range of shifts
 */
public record Jitter(int pixels) implements Geometric {
  public Jitter {
    if (pixels < 1) {
      throw new UsageException("jitter:" + pixels + " shifts nothing; give 1 pixel or more");
    }
  }

  @Override
  public String text() {
    return "jitter:" + pixels;
  }

  @Override
  public Operand<?> matrix(Emitter tf, Operand<?> image, Operand<?> step, long seed) {
    List<Operand<?>> drawn = Warp.draws(tf, image, step, seed, 2);
    Operand<?> zero = tf.zerosLike(drawn.get(0));
    Operand<?> one = tf.add(zero, Warp.number(tf, 1));
    return Warp.matrix(tf, one, zero, shift(tf, drawn.get(0)), zero, one, shift(tf, drawn.get(1)));
  }

  private Operand<?> shift(Emitter tf, Operand<?> uniform) {
    Operand<?> whole = tf.apply("Floor", tf.mul(uniform, Warp.number(tf, pixels + 1.0)));
    int back = pixels / 2;
    return tf.sub(whole, Warp.number(tf, back));
  }
}
