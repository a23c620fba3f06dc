package io.github.gradlens.maximize;

import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * Random numbers in the graph by the counter-based generator Philox, keyed by the seed and the
 * step. A tensor's first rows are the same however many rows it has.
 *
 * <p>The ops' second versions take key and counter themselves, but as unsigned numbers, which
 * TensorFlow Java has no type for.
 */
final class Chance {
  private Chance() {}

  /** From 0 to below 1. */
  static Operand<?> uniform(Emitter tf, long seed, Operand<?> step, Operand<?> shape) {
    return draw(tf, "StatelessRandomUniform", seed, step, shape);
  }

  /** With mean 0 and variance 1. */
  static Operand<?> normal(Emitter tf, long seed, Operand<?> step, Operand<?> shape) {
    return draw(tf, "StatelessRandomNormal", seed, step, shape);
  }

  /**
   * The shape {@code [B·each, columns]} for B images; a constant where B is known, so that what is
   * made of the draws has a known size too.
   */
  static Operand<?> shape(Emitter tf, Operand<?> images, int each, int columns) {
    long known = Emitter.dimension(images, 0);
    if (known >= 0) {
      return tf.ints(Math.toIntExact(known * each), columns);
    }
    Operand<?> rows = tf.mul(tf.size(images, 0), tf.intScalar(each));
    return tf.concat(0, tf.reshape(rows, tf.ints(1)), tf.ints(columns));
  }

  private static Operand<?> draw(
      Emitter tf, String op, long seed, Operand<?> step, Operand<?> shape) {
    Operand<?> high = tf.reshape(tf.cast(step, DataType.DT_INT64), tf.ints(1));
    return tf.op(op)
        .in(shape)
        .in(tf.concat(0, tf.longs(seed), high))
        .attr("dtype", DataType.DT_FLOAT)
        .one();
  }
}
