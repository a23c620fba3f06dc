package io.github.gradlens.gradient;

import io.github.gradlens.backward.Place;
import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.site.Site;
import org.jspecify.annotations.Nullable;

/** The rule book of the gradient: every site passes its members' VJPs. */
public final class GradientBook implements RuleBook {
  private final String name;

  /**
   * A book under a method's name.
   *
   * @param name the method on whose behalf the gradient is taken, for messages
   */
  public GradientBook(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public @Nullable Rule ruleFor(Site site, Place place) {
    return SiteVjp.lackOf(site) == null ? SiteVjp::apply : null;
  }

  @Override
  public String lackOf(Site site) {
    String lack = SiteVjp.lackOf(site);
    return lack == null ? "no derivative" : lack;
  }
}
