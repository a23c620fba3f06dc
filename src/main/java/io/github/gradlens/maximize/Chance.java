package io.github.gradlens.maximize;

import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * Random numbers in the graph by the counter-based generator Philox: the seed is its key, the step
 * the high half of its counter. A tensor's first rows are the same however many rows it has.
 */
final class Chance {
  private static final int PHILOX = 1;

  private Chance() {}

  /** From 0 to below 1. */
  static Operand<?> uniform(Emitter tf, long seed, Operand<?> step, Operand<?> shape) {
    return draw(tf, "StatelessRandomUniformV2", seed, step, shape);
  }

  /** With mean 0 and variance 1. */
  static Operand<?> normal(Emitter tf, long seed, Operand<?> step, Operand<?> shape) {
    return draw(tf, "StatelessRandomNormalV2", seed, step, shape);
  }

  private static Operand<?> draw(
      Emitter tf, String op, long seed, Operand<?> step, Operand<?> shape) {
    Operand<?> high = tf.reshape(tf.cast(step, DataType.DT_INT64), tf.ints(1));
    return tf.op(op)
        .in(shape)
        .in(unsigned(tf, tf.longs(seed)))
        .in(unsigned(tf, tf.concat(0, tf.longs(0), high)))
        .in(tf.intScalar(PHILOX))
        .attr("dtype", DataType.DT_FLOAT)
        .one();
  }

  private static Operand<?> unsigned(Emitter tf, Operand<?> longs) {
    return tf.op("Bitcast").in(longs).attr("type", DataType.DT_UINT64).one();
  }
}
