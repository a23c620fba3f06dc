package io.github.gradlens.rule;

import io.github.gradlens.backward.Flow;
import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.gradient.SiteVjp;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Site;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;

/**
 * DeepLIFT at a product of two signals: the gradient at the mean of input and baseline.
 *
 * <pre>Δ(ab) = Δa · (b + b')/2 + Δb · (a + a')/2</pre>
 *
 * <p>Source: the two orders in which a and b can move, averaged (Shapley 1953; Lundberg, Lee 2017).
 * Exact for every function that is linear in each of two signals, and for squares.
 *
 * @param reference the evaluation at the baseline
 */
record MeanPoint(Trace reference) implements Rule {
  @Override
  public Flow apply(Emitter tf, Site site, Trace trace, List<Signal> upstream) {
    Map<String, Operand<?>> means = new HashMap<>();
    for (String tensor : site.inputs()) {
      Operand<?> sum = tf.add(trace.of(tensor), reference.of(tensor));
      means.put(tensor, tf.mul(sum, tf.scalar(0.5, sum)));
    }
    Trace between = trace.moved(tf, means, site.outputs());
    return SiteVjp.apply(tf, site, between, upstream);
  }
}
