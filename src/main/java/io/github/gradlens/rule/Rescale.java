package io.github.gradlens.rule;

import io.github.gradlens.backward.Flow;
import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.gradient.SiteVjp;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Site;
import java.util.List;
import org.tensorflow.Operand;

/**
 * DeepLIFT's Rescale rule for an element-wise function.
 *
 * <pre>m_x = m_y · Δy/Δx;  m_y · φ'(x) where |Δx| &lt; 1e-6</pre>
 *
 * <p>Source: Shrikumar et al. 2017, section 3.5.2.
 *
 * @param reference the evaluation at the baseline
 */
record Rescale(Trace reference) implements Rule {
  /** Below this |Δx| the local gradient stands in for Δy/Δx. */
  static final double NEAR_ZERO = 1e-6;

  @Override
  public Flow apply(Emitter tf, Site site, Trace trace, List<Signal> upstream) {
    Operand<?> m = upstream.get(0).require();
    Operand<?> dx = difference(tf, site.input(), trace, reference);
    Operand<?> dy = difference(tf, site.outputs().get(0), trace, reference);
    Operand<?> local = SiteVjp.apply(tf, site, trace, upstream).signals().get(0).require();
    Operand<?> rescaled = tf.mul(m, tf.apply("DivNoNan", dy, dx));
    return Flow.of(List.of(Signal.of(tf.select(isNearZero(tf, dx), local, rescaled))));
  }

  static Operand<?> difference(Emitter tf, String tensor, Trace trace, Trace reference) {
    return tf.sub(trace.of(tensor), reference.of(tensor));
  }

  static Operand<?> isNearZero(Emitter tf, Operand<?> difference) {
    return tf.apply("Less", tf.apply("Abs", difference), tf.scalar(NEAR_ZERO, difference));
  }
}
