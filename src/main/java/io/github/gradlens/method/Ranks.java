package io.github.gradlens.method;

import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;

/** Random orders from random values. */
final class Ranks {
  private Ranks() {}

  /**
   * The place of every value in the ascending order of its row, from 0; the first of equals comes
   * first.
   *
   * @param values {@code [n, m]}
   * @return int32 {@code [n, m]}
   */
  static Operand<?> of(Emitter tf, Operand<?> values) {
    Operand<?> order = ascending(tf, values);
    return ascending(tf, order);
  }

  private static Operand<?> ascending(Emitter tf, Operand<?> values) {
    return tf.op("TopKV2").in(tf.neg(values)).in(tf.size(values, 1)).output(1);
  }
}
