package io.github.gradlens.backward;

import io.github.gradlens.site.Site;
import org.jspecify.annotations.Nullable;

/** Which rule a site takes: the papers' composite. */
public interface RuleBook {
  /** The name that messages use, an id of the method catalogue. */
  String name();

  /** The rule for a site, or null where it has none. */
  @Nullable Rule ruleFor(Site site);

  /** Why a site has no rule, in a few words. */
  String lackOf(Site site);
}
