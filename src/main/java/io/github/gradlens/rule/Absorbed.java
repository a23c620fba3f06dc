package io.github.gradlens.rule;

import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import org.tensorflow.Operand;

/** What a bias takes of the relevance, one figure an example. */
final class Absorbed {
  private Absorbed() {}

  /** Σ b ⊙ s over all elements of an example. */
  static Operand<?> of(Emitter tf, Trace trace, Operand<?> bias, Operand<?> s) {
    Operand<?> examples = tf.reshape(trace.examples(tf), tf.ints(1));
    long channels = Emitter.dimension(s, -1);
    boolean perChannel = Emitter.rank(bias) == 1 && Emitter.dimension(bias, 0) == channels;
    if (perChannel && channels > 0) {
      // The sum over positions first: it reads s once and writes next to nothing.
      Operand<?> shape = tf.concat(0, examples, tf.ints(-1, (int) channels));
      Operand<?> sums = tf.sum(tf.reshape(s, shape), tf.ints(1), false);
      return tf.sum(times(tf, bias, sums), tf.ints(1), false);
    }
    return perExample(tf, trace, times(tf, bias, s));
  }

  /** b ⊙ s; 0 where no relevance is, also where b is the −∞ of a mask. */
  private static Operand<?> times(Emitter tf, Operand<?> bias, Operand<?> s) {
    return tf.apply("MulNoNan", bias, s);
  }

  /** Σ over all elements of an example. */
  static Operand<?> perExample(Emitter tf, Trace trace, Operand<?> tensor) {
    return tf.sum(trace.rows(tf, tensor), tf.ints(1), false);
  }
}
