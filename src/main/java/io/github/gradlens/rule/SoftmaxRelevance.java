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
 * A softmax inside the network, s = softmax(x) over the last axis.
 *
 * <pre>R_x = x ⊙ (R − s ⊙ ΣR)</pre>
 *
 * <p>Source: Achtibat et al. 2024, proposition 3.1.
 *
 * <p>Deviations: entries masked by −∞ count 0.
 */
record SoftmaxRelevance() implements Rule {
  @Override
  public Flow apply(Emitter tf, Site site, Trace trace, List<Signal> upstream) {
    Operand<?> relevance = upstream.get(0).require();
    Operand<?> x = trace.of(site.input());
    Operand<?> s = trace.of(site.outputs().get(0));
    Operand<?> total = tf.sum(relevance, tf.ints(-1), true);
    Operand<?> finite = tf.select(tf.apply("IsFinite", x), x, tf.scalar(0, x));
    Operand<?> share = tf.mul(finite, tf.sub(relevance, tf.mul(s, total)));
    return Flow.of(List.of(Signal.of(share)));
  }
}
