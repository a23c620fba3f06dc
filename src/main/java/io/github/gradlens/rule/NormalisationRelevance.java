package io.github.gradlens.rule;

import io.github.gradlens.backward.Flow;
import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.gradient.SiteVjp;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.op.OpCatalogue;
import io.github.gradlens.op.OpKind;
import io.github.gradlens.op.OpRow;
import io.github.gradlens.site.Site;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * Layer normalisation y = γ·(x − μ)/σ + β: σ is a constant, the rest is linear and takes the
 * z-rule. RMS normalisation passes relevance unchanged.
 *
 * <pre>R_x = x ⊙ Jᵀ(R / stab(y)), J at constant σ, ε = 1e-6</pre>
 *
 * <p>Source: Ali et al. 2022, section 3.2 (σ as a constant); Achtibat et al. 2024, proposition 3.4.
 */
record NormalisationRelevance() implements Rule {
  private static final Stabiliser STABILISER = new Stabiliser(1e-6, false);

  /** Why a normalisation has no relevance rule, or null where it has. */
  static @Nullable String lackOf(Site site) {
    if (site.inputs().size() != 1 || site.members().stream().noneMatch(n -> isMean(n))) {
      return "a normalisation by the data's own statistics has no relevance rule";
    }
    return SiteVjp.lackOf(site);
  }

  @Override
  public Flow apply(Emitter tf, Site site, Trace trace, List<Signal> upstream) {
    boolean centres = site.members().stream().filter(n -> isMean(n)).count() > 1;
    if (!centres) {
      return Flow.of(upstream);
    }
    Operand<?> y = trace.of(site.outputs().get(0));
    Operand<?> s = STABILISER.quotient(tf, trace, upstream.get(0).require(), y);
    List<Signal> quotient = List.of(Signal.of(s));
    Flow back = SiteVjp.holding(tf, site, trace, quotient, NormalisationRelevance::makesSigma);
    Operand<?> x = trace.of(site.input());
    return Flow.of(List.of(Signal.of(tf.mul(x, back.signals().get(0).require()))));
  }

  private static boolean isMean(Node node) {
    return node.op().equals("Mean");
  }

  /** The root of the variance: nothing else in a normalisation is an activation but squares. */
  private static boolean makesSigma(Node node) {
    OpRow row = OpCatalogue.find(node.op());
    return row != null && row.kind() == OpKind.ACTIVATION;
  }
}
