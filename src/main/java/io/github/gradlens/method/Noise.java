package io.github.gradlens.method;

import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * Random values that depend on (seed, k, element) alone, for any chunk of samples.
 *
 * <p>The counter-based generator Philox gives four values a count. Sample k starts at the count
 * k·⌈E/4⌉, E = elements of an example; so samples from..to are the same numbers whether they are
 * made together or one by one, on any device that implements Philox.
 */
final class Noise {
  private static final int PHILOX = 1;
  private static final int VALUES_A_COUNT = 4;

  private Noise() {}

  /** Samples {@code from … to} for examples like {@code x}: {@code [c, 1, …]}. */
  static Operand<?> normal(Emitter tf, long seed, Operand<?> from, Operand<?> times, Operand<?> x) {
    Operand<?> inner = Batch.inner(tf, x);
    Operand<?> elements = tf.op("Prod").in(inner).in(tf.ints(0)).attr("keep_dims", false).one();
    Operand<?> drawn = draw(tf, "StatelessRandomNormalV2", seed, from, times, elements);
    Operand<?> one = tf.reshape(times, tf.ints(1));
    return tf.cast(tf.reshape(drawn, tf.concat(0, one, tf.ints(1), inner)), Emitter.type(x));
  }

  /**
   * Samples {@code from … to} of so many values, uniform from 0 to below 1: {@code [c, values]}.
   */
  static Operand<?> uniform(Emitter tf, long seed, Operand<?> from, Operand<?> times, int values) {
    return uniform(tf, seed, from, times, tf.intScalar(values));
  }

  /** The same where only the graph knows how many values. */
  static Operand<?> uniform(
      Emitter tf, long seed, Operand<?> from, Operand<?> times, Operand<?> values) {
    return draw(tf, "StatelessRandomUniformV2", seed, from, times, values);
  }

  /** {@code [c, elements]}. */
  private static Operand<?> draw(
      Emitter tf, String op, long seed, Operand<?> from, Operand<?> times, Operand<?> elements) {
    Operand<?> four = tf.intScalar(VALUES_A_COUNT);
    Operand<?> counts =
        tf.apply("FloorDiv", tf.add(elements, tf.intScalar(VALUES_A_COUNT - 1)), four);
    Operand<?> start = tf.mul(tf.cast(from, DataType.DT_INT64), tf.cast(counts, DataType.DT_INT64));
    Operand<?> counter = tf.concat(0, tf.reshape(start, tf.ints(1)), tf.longs(0));
    Operand<?> one = tf.reshape(times, tf.ints(1));
    Operand<?> drawn =
        tf.op(op)
            .in(tf.concat(0, one, tf.reshape(tf.mul(counts, four), tf.ints(1))))
            .in(unsigned(tf, tf.longs(seed)))
            .in(unsigned(tf, counter))
            .in(tf.intScalar(PHILOX))
            .attr("dtype", DataType.DT_FLOAT)
            .one();
    return tf.apply(
        "Slice", drawn, tf.ints(0, 0), tf.concat(0, one, tf.reshape(elements, tf.ints(1))));
  }

  private static Operand<?> unsigned(Emitter tf, Operand<?> longs) {
    return tf.op("Bitcast").in(longs).attr("type", DataType.DT_UINT64).one();
  }
}
