package io.github.gradlens.rule;

import io.github.gradlens.backward.Flow;
import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.gradient.SiteReplay;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Site;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;

/**
 * {@code activation=rescale}: an activation keeps what it says of nothing.
 *
 * <pre>R_z = R · (φ(z) − φ(0)) / φ(z); R · φ(0) / φ(z) is absorbed</pre>
 *
 * <p>Source: the z-rule of Bach et al. 2015, equation 56, with φ(0) as a bias.
 */
record RescaledActivation() implements Rule {
  @Override
  public Flow apply(Emitter tf, Site site, Trace trace, List<Signal> upstream) {
    Operand<?> relevance = upstream.get(0).require();
    if (site.zeroAtZero()) {
      return Flow.of(List.of(Signal.of(relevance)));
    }
    Operand<?> z = trace.of(site.input());
    Operand<?> y = trace.of(site.outputs().get(0));
    Operand<?> zero = tf.scalar(0, z);
    Operand<?> offset = SiteReplay.at(tf, site, trace, Map.of(site.input(), zero));
    Operand<?> kept = tf.mul(offset, tf.apply("DivNoNan", relevance, y));
    Operand<?> passed = tf.sub(relevance, kept);
    return new Flow(List.of(Signal.of(passed)), Absorbed.perExample(tf, trace, kept), null);
  }
}
