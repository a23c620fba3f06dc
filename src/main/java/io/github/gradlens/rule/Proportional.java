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
 * Sums and means: the z-rule without a stabiliser, in proportion to what each signal adds.
 *
 * <pre>R_i = x_i · Jᵀ(R / z)_i,  z = Σ_i c_i x_i, 0/0 = 0</pre>
 *
 * <p>Source: Bach et al. 2015, equation 56, with the op's own coefficients c as weights.
 *
 * <p>Deviations: none; every composite takes it for adds, average pooling and means.
 */
record Proportional() implements Rule {
  @Override
  public Flow apply(Emitter tf, Site site, Trace trace, List<Signal> upstream) {
    List<Signal> quotients = new ArrayList<>();
    for (int i = 0; i < upstream.size(); i++) {
      Operand<?> relevance = upstream.get(i).value();
      quotients.add(
          relevance == null
              ? Signal.NONE
              : Signal.of(tf.apply("DivNoNan", relevance, trace.of(site.outputs().get(i)))));
    }
    List<Signal> shares = new ArrayList<>();
    List<Signal> back = SiteVjp.apply(tf, site, trace, quotients).signals();
    for (int i = 0; i < back.size(); i++) {
      Operand<?> share = back.get(i).value();
      shares.add(
          share == null ? Signal.NONE : Signal.of(tf.mul(trace.of(site.inputs().get(i)), share)));
    }
    return Flow.of(shares);
  }
}
