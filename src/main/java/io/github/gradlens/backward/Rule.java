package io.github.gradlens.backward;

import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Site;
import java.util.List;

/**
 * How a signal passes one site backwards. A VJP is a rule; so are LRP, DeepLIFT and guided rules.
 */
@FunctionalInterface
public interface Rule {
  /**
   * Emits the rule.
   *
   * @param upstream one signal a site output; at least one of them flows
   */
  Flow apply(Emitter tf, Site site, Trace trace, List<Signal> upstream);
}
