package io.github.gradlens.rule;

import io.github.gradlens.backward.Flow;
import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.gradient.SiteVjp;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Site;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;

/**
 * A matrix product, or another bilinear op, of two signals O = A·B: half of the relevance to each.
 *
 * <pre>R_A = A ⊙ (R / stab(2O)) Bᵀ,  R_B = B ⊙ Aᵀ (R / stab(2O)),  ε = 1e-6</pre>
 *
 * <p>Source: Achtibat et al. 2024, proposition 3.3.
 */
record SignalProduct() implements Rule {
  private static final Stabiliser STABILISER = new Stabiliser(1e-6, false);

  @Override
  public Flow apply(Emitter tf, Site site, Trace trace, List<Signal> upstream) {
    Operand<?> o = trace.of(site.outputs().get(0));
    Operand<?> twice = tf.mul(o, tf.scalar(2, o));
    Operand<?> s = STABILISER.quotient(tf, trace, upstream.get(0).require(), twice);
    List<Signal> back = SiteVjp.apply(tf, site, trace, List.of(Signal.of(s))).signals();
    List<Signal> out = new ArrayList<>();
    for (int i = 0; i < back.size(); i++) {
      Operand<?> share = back.get(i).value();
      Operand<?> factor = trace.of(site.inputs().get(i));
      out.add(share == null ? Signal.NONE : Signal.of(tf.mul(factor, share)));
    }
    return Flow.of(out);
  }
}
