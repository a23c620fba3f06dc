package io.github.gradlens.method;

import io.github.gradlens.backward.Place;
import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.site.Site;

/**
 * The rule book of a method that only evaluates the network. It takes no backward pass, so no site
 * stands in its way.
 */
record ForwardBook(String name) implements RuleBook {
  @Override
  public Rule ruleFor(Site site, Place place) {
    return (tf, at, trace, upstream) -> {
      throw new IllegalStateException(name + " takes no backward pass");
    };
  }

  @Override
  public String lackOf(Site site) {
    return "no backward pass";
  }
}
