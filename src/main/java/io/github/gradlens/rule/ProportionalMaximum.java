package io.github.gradlens.rule;

import io.github.gradlens.backward.Flow;
import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.gradient.SiteReplay;
import io.github.gradlens.gradient.SiteVjp;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Site;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.proto.NodeDef;

/**
 * {@code max-pool=proportional}: a maximum shares its relevance in proportion to the elements of
 * its window.
 *
 * <pre>R_i = x_i Σ_windows R_j / Σ_{k in window j} x_k, 0/0 = 0</pre>
 *
 * <p>Source: Understanding-NN 2.3, after Montavon et al. 2017; the winner alone is the default.
 */
record ProportionalMaximum() implements Rule {
  /** The mean over the same window, by the op of the maximum. */
  private static final Map<String, String> MEANS =
      Map.of("MaxPool", "AvgPool", "MaxPool3D", "AvgPool3D", "Max", "Sum");

  /** Why a maximum cannot be taken so, or null. */
  static @Nullable String lackOf(Site site) {
    if (!MEANS.containsKey(site.head().op())
        || !site.head().numbers("explicit_paddings").isEmpty()) {
      return "no proportional form of this maximum; use max-pool=winner";
    }
    return null;
  }

  @Override
  public Flow apply(Emitter tf, Site site, Trace trace, List<Signal> upstream) {
    Site means = means(site);
    Operand<?> x = trace.of(site.input());
    Operand<?> z = SiteReplay.at(tf, means, trace, Map.of(site.input(), x));
    Operand<?> s = tf.apply("DivNoNan", upstream.get(0).require(), z);
    Operand<?> back =
        SiteVjp.apply(tf, means, trace, List.of(Signal.of(s))).signals().get(0).require();
    return Flow.of(List.of(Signal.of(tf.mul(x, back))));
  }

  private static Site means(Site site) {
    Node head = site.head();
    NodeDef def =
        head.def().toBuilder()
            .setOp(MEANS.getOrDefault(head.op(), head.op()))
            .removeAttr("explicit_paddings")
            .build();
    Node mean = new Node(def, head.inputs(), head.controls(), head.outputCount());
    return new Site(
        List.of(mean),
        mean,
        null,
        site.kind(),
        site.inputs(),
        site.outputs(),
        site.nonNegativeInput(),
        null,
        true);
  }
}
