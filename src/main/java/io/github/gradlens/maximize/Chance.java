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
