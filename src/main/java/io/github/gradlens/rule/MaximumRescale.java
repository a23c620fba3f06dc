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
import java.util.Map;
import org.tensorflow.Operand;

/**
 * DeepLIFT at a maximum, with outputs y for the input and y' for the baseline.
 *
 * <pre>
 * m_x · Δx =  m_y (max(y, y') − y')  at the input's winner
 *           + m_y (y − max(y, y'))   at the baseline's winner
 * </pre>
 *
 * <p>Source: Lundberg, Lee 2017, as shap's DeepExplainer has it; the DeepLIFT paper leaves max
 * pooling open. It is complete: both portions sum to m_y Δy.
 *
 * @param reference the evaluation at the baseline
 */
record MaximumRescale(Trace reference) implements Rule {
  @Override
  public Flow apply(Emitter tf, Site site, Trace trace, List<Signal> upstream) {
    Operand<?> m = upstream.get(0).require();
    String output = site.outputs().get(0);
    Operand<?> y = trace.of(output);
    Operand<?> atBaseline = reference.of(output);
    Operand<?> top = tf.apply("Maximum", y, atBaseline);
    Signal own = Signal.of(tf.mul(m, tf.sub(top, atBaseline)));
    Signal other = Signal.of(tf.mul(m, tf.sub(y, top)));
    Trace wide = spread(tf, site, trace);
    List<Signal> here = SiteVjp.apply(tf, site, trace, List.of(own)).signals();
    List<Signal> there = SiteVjp.apply(tf, site, wide, List.of(other)).signals();
    List<Signal> out = new ArrayList<>();
    for (int i = 0; i < here.size(); i++) {
      Operand<?> moved = tf.add(here.get(i).require(), there.get(i).require());
      Operand<?> dx = Rescale.difference(tf, site.inputs().get(i), trace, reference);
      out.add(Signal.of(tf.apply("DivNoNan", moved, dx)));
    }
    return Flow.of(out);
  }

  /** The baseline's evaluation of the site with one row an example, as its VJP needs it. */
  private Trace spread(Emitter tf, Site site, Trace trace) {
    Map<String, Operand<?>> values = new java.util.HashMap<>();
    for (String tensor : site.inputs()) {
      Operand<?> like = trace.of(tensor);
      values.put(tensor, tf.add(reference.of(tensor), tf.zerosLike(like)));
    }
    return trace.moved(tf, values, site.outputs());
  }
}
