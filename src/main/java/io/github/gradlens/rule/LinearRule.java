package io.github.gradlens.rule;

import io.github.gradlens.backward.Flow;
import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Site;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule for linear sites as a value of slots: what it takes of input, weight and bias, and over
 * which sums it shares relevance out. One {@link Replay} carries all of them out.
 */
interface LinearRule extends Rule {
  /** How the rule is written in a SPEC. */
  String spelt();

  /** The portions of the relevance and what shares each out. */
  List<Pool> pools();

  /** What keeps the denominators from 0; null where a zero denominator passes 0. */
  default @Nullable Stabiliser stabiliser() {
    return null;
  }

  @Override
  default Flow apply(Emitter tf, Site site, Trace trace, List<Signal> upstream) {
    return Replay.apply(this, tf, site, trace, upstream.get(0).require());
  }
}
