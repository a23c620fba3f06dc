package io.github.gradlens.rule;

import io.github.gradlens.backward.Flow;
import io.github.gradlens.backward.Place;
import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Site;
import io.github.gradlens.site.Sites;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * DeepLIFT at a site that has no multiplier as a whole: each of its ops by the book's rule for such
 * an op, which is complete where each of them is. So layer normalisation is passed.
 *
 * @param book the rules of the single ops
 */
record MemberWise(DeepLiftBook book) implements Rule {
  @Override
  public Flow apply(Emitter tf, Site site, Trace trace, List<Signal> upstream) {
    Map<String, @Nullable Operand<?>> signals = new HashMap<>();
    for (int i = 0; i < upstream.size(); i++) {
      signals.put(site.outputs().get(i), upstream.get(i).value());
    }
    for (int m = site.members().size() - 1; m >= 0; m--) {
      Node node = site.members().get(m);
      Site single = Sites.member(site, node);
      List<Signal> arrived =
          single.outputs().stream().map(tensor -> new Signal(signals.get(tensor))).toList();
      Rule rule = book.ruleFor(single, Place.INNER);
      if (rule == null || arrived.stream().allMatch(Signal::isNone)) {
        continue;
      }
      Emitter scope = tf.scoped("member." + node.op());
      List<Signal> passed = rule.apply(scope, single, trace, arrived).signals();
      for (int i = 0; i < passed.size(); i++) {
        Operand<?> value = passed.get(i).value();
        if (value != null) {
          signals.merge(single.inputs().get(i), value, tf::add);
        }
      }
    }
    List<Signal> out = new ArrayList<>();
    site.inputs().forEach(input -> out.add(new Signal(signals.get(input))));
    return Flow.of(out);
  }
}
