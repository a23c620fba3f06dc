package io.github.gradlens.rule;

import io.github.gradlens.backward.Flow;
import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.gradient.LinearMap;
import io.github.gradlens.gradient.SiteReplay;
import io.github.gradlens.gradient.SiteVjp;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Site;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;

/**
 * DeepLIFT's RevealCancel rule for a linear site z = x·W + b with its activation y = φ(z): what
 * raises z and what lowers it have multipliers of their own, each the mean of its effect before and
 * after the other.
 *
 * <pre>
 * Δz⁺ = Σ (w_i Δx_i)⁺,  Δz⁻ = Σ (w_i Δx_i)⁻
 * Δy⁺ = ½(φ(z' + Δz⁺) − φ(z')) + ½(φ(z' + Δz⁻ + Δz⁺) − φ(z' + Δz⁻))
 * Δy⁻ = ½(φ(z' + Δz⁻) − φ(z')) + ½(φ(z' + Δz⁺ + Δz⁻) − φ(z' + Δz⁺))
 * m⁺ = m_y Δy⁺/Δz⁺,  m⁻ = m_y Δy⁻/Δz⁻
 * m_x = Σ w_i (m⁺ where w_i Δx_i > 0, m⁻ where w_i Δx_i &lt; 0, ½(m⁺ + m⁻) where Δx_i = 0)
 * </pre>
 *
 * <p>Source: Shrikumar et al. 2017, sections 3.5.1 (linear rule, with Δx_i = 0) and 3.5.3.
 *
 * <p>Deviations: where |Δz⁺| or |Δz⁻| is below 1e-6, φ'(z) stands in for the quotient. The pass
 * carries m_y unchanged through the activation, and this rule does both steps.
 *
 * @param reference the evaluation at the baseline
 * @param activation the site that alone reads z
 */
record RevealCancel(Trace reference, Site activation) implements Rule {
  @Override
  public Flow apply(Emitter tf, Site site, Trace trace, List<Signal> upstream) {
    LinearMap map = LinearMap.of(tf, site, trace);
    Operand<?> w = map.weight();
    Operand<?> up = Part.POSITIVE.of(tf, w);
    Operand<?> down = Part.NEGATIVE.of(tf, w);
    Operand<?> dx = Rescale.difference(tf, site.input(), trace, reference);
    Operand<?> raised = Part.POSITIVE.of(tf, dx);
    Operand<?> lowered = Part.NEGATIVE.of(tf, dx);
    Operand<?> plus = tf.add(map.apply(tf, raised, up), map.apply(tf, lowered, down));
    Operand<?> minus = tf.add(map.apply(tf, raised, down), map.apply(tf, lowered, up));

    Operand<?> z0 = reference.of(site.outputs().get(0));
    Operand<?> y0 = phi(tf, trace, z0);
    Operand<?> yPlus = phi(tf, trace, tf.add(z0, plus));
    Operand<?> yMinus = phi(tf, trace, tf.add(z0, minus));
    Operand<?> y = phi(tf, trace, tf.add(z0, tf.add(plus, minus)));
    Operand<?> local = SiteVjp.apply(tf, activation, trace, upstream).signals().get(0).require();
    Operand<?> m = upstream.get(0).require();
    Operand<?> mPlus = multiplier(tf, m, mean(tf, yPlus, y0, y, yMinus), plus, local);
    Operand<?> mMinus = multiplier(tf, m, mean(tf, yMinus, y0, y, yPlus), minus, local);

    Operand<?> zero = tf.scalar(0, dx);
    Operand<?> ofRaised = tf.add(map.transpose(tf, up, mPlus), map.transpose(tf, down, mMinus));
    Operand<?> ofLowered = tf.add(map.transpose(tf, down, mPlus), map.transpose(tf, up, mMinus));
    // W = W⁺ + W⁻, so the two sums make W(m⁺ + m⁻).
    Operand<?> still = tf.mul(tf.add(ofRaised, ofLowered), tf.scalar(0.5, dx));
    Operand<?> moved = tf.select(tf.apply("Greater", dx, zero), ofRaised, ofLowered);
    Operand<?> out = tf.select(tf.apply("Equal", dx, zero), still, moved);
    return Flow.of(List.of(Signal.of(out)));
  }

  private Operand<?> phi(Emitter tf, Trace trace, Operand<?> z) {
    return SiteReplay.at(tf, activation, trace, Map.of(activation.input(), z));
  }

  /** ½(a − b) + ½(c − d). */
  private static Operand<?> mean(
      Emitter tf, Operand<?> a, Operand<?> b, Operand<?> c, Operand<?> d) {
    Operand<?> sum = tf.add(tf.sub(a, b), tf.sub(c, d));
    return tf.mul(sum, tf.scalar(0.5, sum));
  }

  private static Operand<?> multiplier(
      Emitter tf, Operand<?> m, Operand<?> dy, Operand<?> dz, Operand<?> local) {
    Operand<?> slope = tf.mul(m, tf.apply("DivNoNan", dy, dz));
    return tf.select(Rescale.isNearZero(tf, dz), local, slope);
  }
}
