package io.github.gradlens.rule;

import io.github.gradlens.backward.Flow;
import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.gradient.Broadcast;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Site;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;

/**
 * DeepLIFT at a quotient of two signals a/b = a · (1/b): the mean of both orders at the product,
 * Rescale at the reciprocal.
 *
 * <pre>m_a = m (1/b + 1/b')/2,  m_b = −m (a + a')/2 / (b b')</pre>
 *
 * <p>Source: Shrikumar et al. 2017, section 3.5.2, for 1/b; {@link MeanPoint} for the product. It
 * is complete.
 *
 * @param reference the evaluation at the baseline
 */
record QuotientRescale(Trace reference) implements Rule {
  @Override
  public Flow apply(Emitter tf, Site site, Trace trace, List<Signal> upstream) {
    Operand<?> m = upstream.get(0).require();
    String first = site.head().inputs().get(0);
    String second = site.head().inputs().get(1);
    Operand<?> b = trace.of(second);
    Operand<?> b0 = reference.of(second);
    Operand<?> half = tf.scalar(0.5, m);
    Operand<?> inverse = tf.add(tf.apply("Reciprocal", b), tf.apply("Reciprocal", b0));
    Operand<?> toFirst = tf.mul(m, tf.mul(inverse, half));
    Operand<?> mean = tf.mul(tf.add(trace.of(first), reference.of(first)), half);
    Operand<?> toSecond = tf.neg(tf.div(tf.mul(m, mean), tf.mul(b, b0)));
    List<Signal> out = new ArrayList<>();
    for (String input : site.inputs()) {
      Operand<?> sum = null;
      if (input.equals(first)) {
        sum = toFirst;
      }
      if (input.equals(second)) {
        sum = sum == null ? toSecond : tf.add(sum, toSecond);
      }
      out.add(sum == null ? Signal.NONE : Signal.of(Broadcast.undo(tf, sum, trace.of(input))));
    }
    return Flow.of(out);
  }
}
