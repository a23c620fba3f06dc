package io.github.gradlens.rule;

import io.github.gradlens.backward.Flow;
import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.gradient.Broadcast;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Site;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;

/**
 * An element-wise product of two signals. Where a sigmoid makes one factor, a gate, the other takes
 * all relevance; otherwise each takes half.
 *
 * <p>Source: Arras et al. 2017, section 3 (signal takes all). Halves: Achtibat et al. 2024,
 * equation 14.
 *
 * @param gates whether gates are told from signals; {@code gate=even} is false
 */
record GatedProduct(boolean gates) implements Rule {
  @Override
  public Flow apply(Emitter tf, Site site, Trace trace, List<Signal> upstream) {
    Operand<?> relevance = upstream.get(0).require();
    List<Signal> out = new ArrayList<>();
    String gate = gates ? site.gate() : null;
    boolean alone = gate != null || site.inputs().size() == 1;
    Operand<?> share = alone ? relevance : tf.mul(relevance, tf.scalar(0.5, relevance));
    for (String input : site.inputs()) {
      boolean takes = !input.equals(gate);
      out.add(takes ? Signal.of(Broadcast.undo(tf, share, trace.of(input))) : Signal.NONE);
    }
    return Flow.of(out);
  }
}
