package io.github.gradlens.rule;

import io.github.gradlens.backward.Place;
import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.gradient.SiteVjp;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Site;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * DeepLIFT's multipliers m = contribution / difference from the baseline: what is linear passes its
 * transpose, what is not its slope between baseline and input.
 *
 * <p>Source: Shrikumar et al. 2017, sections 3.3 to 3.5.
 *
 * @param name the method's id
 * @param reference the evaluation at the baseline; null where only rules are asked for
 * @param reveal where RevealCancel replaces Rescale; null where nowhere
 */
public record DeepLiftBook(
    String name, @Nullable Trace reference, @Nullable RevealCancelSites reveal)
    implements RuleBook {

  @Override
  public @Nullable Rule ruleFor(Site site, Place place) {
    if (lack(site) != null) {
      return null;
    }
    if (reference == null) {
      return SiteVjp::apply;
    }
    if (reveal != null) {
      Site activation = reveal.activationBehind(site);
      if (activation != null) {
        return new RevealCancel(reference, activation);
      }
      if (reveal.isServed(site)) {
        return new Pass();
      }
    }
    return switch (site.kind()) {
      case ACTIVATION -> new Rescale(reference);
      case MAXIMUM -> new MaximumRescale(reference);
      case BILINEAR -> isQuotient(site) ? new QuotientRescale(reference) : new MeanPoint(reference);
      case SOFTMAX -> new SoftmaxRescale(reference);
      case NORMALISATION -> new MemberWise(this);
      default -> SiteVjp::apply;
    };
  }

  private static @Nullable String lack(Site site) {
    return switch (site.kind()) {
      case NORMALISATION ->
          NormalisationRelevance.lackOf(site) == null
              ? null
              : "a normalisation by the data's own statistics has no multiplier";
      case REDUCTION, SPECTRAL -> "no multiplier";
      case SELECTION -> "a choice between signals has no multiplier";
      case ACTIVATION ->
          site.inputs().size() == 1 ? SiteVjp.lackOf(site) : "an activation of two signals";
      case SOFTMAX -> site.head().op().equals("Softmax") ? null : "no multiplier";
      default -> SiteVjp.lackOf(site);
    };
  }

  private static boolean isQuotient(Site site) {
    return switch (site.head().op()) {
      case "RealDiv", "Div", "DivNoNan" -> true;
      default -> false;
    };
  }

  @Override
  public String lackOf(Site site) {
    String lack = lack(site);
    return lack == null ? "no multiplier" : lack;
  }

  @Override
  public String remedy(List<Site> lacking) {
    return "Explain a later tensor with --at, score an earlier one with --score-at, or use"
        + " integrated-gradients";
  }
}
