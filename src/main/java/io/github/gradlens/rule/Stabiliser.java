package io.github.gradlens.rule;

import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import org.tensorflow.Operand;

/**
 * z + ε·sgn(z) with sgn(0) = +1; ε is multiplied by √(mean z²) of the example where it is relative.
 *
 * @param epsilon ε ≥ 0
 * @param relative whether {@code epsilon-scale=rms}
 */
record Stabiliser(double epsilon, boolean relative) {
  /** R / stab(z); where ε is 0, a zero denominator passes 0. */
  Operand<?> quotient(Emitter tf, Trace trace, Operand<?> relevance, Operand<?> z) {
    if (epsilon == 0) {
      return tf.apply("DivNoNan", relevance, z);
    }
    Operand<?> e = tf.scalar(epsilon, z);
    if (relative) {
      // A dense layer over positions has more rows than there are examples.
      Operand<?> rows = trace.rows(tf, z);
      Operand<?> square = tf.apply("Square", rows);
      Operand<?> mean = tf.op("Mean").in(square).in(tf.ints(1)).attr("keep_dims", true).one();
      Operand<?> stable = shifted(tf, rows, tf.mul(e, tf.apply("Sqrt", mean)));
      return tf.apply("DivNoNan", relevance, tf.reshape(stable, tf.shape(z)));
    }
    return tf.div(relevance, shifted(tf, z, e));
  }

  private static Operand<?> shifted(Emitter tf, Operand<?> z, Operand<?> e) {
    Operand<?> negative = tf.apply("Less", z, tf.scalar(0, z));
    return tf.add(z, tf.select(negative, tf.neg(e), e));
  }
}
