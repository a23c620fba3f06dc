package io.github.gradlens.rule;

import io.github.gradlens.backward.Flow;
import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Site;
import java.util.List;
import org.tensorflow.Operand;

/**
 * DeepLIFT at a softmax inside the network, s = exp(x − L) with L = log Σ exp(x): Rescale at the
 * exponential; L moves by what keeps Σ s at 1.
 *
 * <pre>
 * d_i = (s_i − s'_i) / ((x_i − L) − (x'_i − L'))
 * m_x = d ⊙ (m − Σ m d / Σ d)
 * </pre>
 *
 * <p>Source: Shrikumar et al. 2017, section 3.5.2. It is complete: Σ Δs = 0 makes ΔL = Σ d Δx / Σ
 * d. d lies between s and s', so that nothing overflows however far input and baseline are apart,
 * and is s where they are equal, which makes m_x the gradient.
 *
 * @param reference the evaluation at the baseline
 */
record SoftmaxRescale(Trace reference) implements Rule {
  @Override
  public Flow apply(Emitter tf, Site site, Trace trace, List<Signal> upstream) {
    Operand<?> m = upstream.get(0).require();
    Operand<?> s = trace.of(site.outputs().get(0));
    Operand<?> s0 = reference.of(site.outputs().get(0));
    Operand<?> u = tf.apply("LogSoftmax", trace.of(site.input()));
    Operand<?> u0 = tf.apply("LogSoftmax", reference.of(site.input()));
    Operand<?> du = tf.sub(u, u0);
    Operand<?> ds = tf.sub(s, s0);
    // Masked entries are −∞ in both, and 0 in both softmaxes.
    Operand<?> still = tf.apply("LogicalOr", Rescale.isNearZero(tf, du), tf.apply("Equal", s, s0));
    Operand<?> d = tf.select(still, s, tf.apply("DivNoNan", ds, du));
    Operand<?> all = tf.sum(d, tf.ints(-1), true);
    Operand<?> mean = tf.apply("DivNoNan", tf.sum(tf.mul(m, d), tf.ints(-1), true), all);
    return Flow.of(List.of(Signal.of(tf.mul(d, tf.sub(m, mean)))));
  }
}
