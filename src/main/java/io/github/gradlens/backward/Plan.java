package io.github.gradlens.backward;

import io.github.gradlens.site.Site;
import java.util.Map;

/**
 * A path whose every site has its rule.
 *
 * @param rules the rule of each site, by the site's name
 */
public record Plan(Path path, Map<String, Rule> rules) {
  public Plan {
    rules = Map.copyOf(rules);
  }

  Rule ruleOf(Site site) {
    Rule rule = rules.get(site.name());
    if (rule == null) {
      throw new IllegalStateException("site " + site.name() + " was not planned");
    }
    return rule;
  }
}
