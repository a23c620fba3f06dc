package io.github.gradlens.backward;

import io.github.gradlens.site.Site;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one backward pass goes: what it starts with, and which rule a site takes; a composite. */
public interface RuleBook {
  /** The name that messages use, an id of the method catalogue. */
  String name();

  /** What travels, and so what the pass starts with. */
  default Start start() {
    return Start.DERIVATIVE;
  }

  /** The rule for a site, or null where it has none. */
  @Nullable Rule ruleFor(Site site, Place place);

  /** Why a site has no rule, in a few words. */
  String lackOf(Site site);

  /** What the user can do where sites have no rule; one sentence without a full stop. */
  default String remedy(List<Site> lacking) {
    return "Explain a later tensor with --at, or score an earlier one with --score-at";
  }

  /**
   * Refuses what the user wrote for this network, such as a rule for a layer that it has not.
   *
   * @throws io.github.gradlens.error.UsageException where it does not fit
   */
  default void check(Path path) {}
}
