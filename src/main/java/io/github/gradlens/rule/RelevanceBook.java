package io.github.gradlens.rule;

import io.github.gradlens.backward.Path;
import io.github.gradlens.backward.Place;
import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.backward.Start;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.gradient.LinearMap;
import io.github.gradlens.gradient.SiteVjp;
import io.github.gradlens.op.OpKind;
import io.github.gradlens.site.Site;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The composite of a relevance method: which rule dense layers, convolutions, the first layers and
 * batch norms of their own take. What no composite chooses is the same in all of them: sums and
 * means share in proportion, activations and structural ops pass, a maximum goes to its winner.
 *
 * @param name the method's id
 * @param start what the pass starts with
 * @param dense the rule of dense layers
 * @param convolution the rule of convolutions
 * @param first the rule of the first layers; null where they are like the others
 * @param diagonal the rule of scales and shifts, such as a batch norm that was not folded
 * @param layers rules of single layers by their names
 */
public record RelevanceBook(
    String name,
    Start start,
    Rule dense,
    Rule convolution,
    @Nullable Rule first,
    Rule diagonal,
    Map<String, Rule> layers,
    RuleOptions options)
    implements RuleBook {

  public RelevanceBook {
    layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
  }

  /** One rule everywhere. */
  public static RelevanceBook uniform(
      String name, Start start, Rule rule, @Nullable Rule first, RuleOptions options) {
    return new RelevanceBook(name, start, rule, rule, first, rule, Map.of(), options);
  }

  @Override
  public @Nullable Rule ruleFor(Site site, Place place) {
    Rule own = LayerName.find(layers, site);
    if (own != null && fits(own, site)) {
      return own;
    }
    if (place == Place.PREPROCESSING) {
      return new Pass();
    }
    Rule rule =
        switch (site.kind()) {
          case CONVOLUTION -> place == Place.FIRST && first != null ? first : convolution;
          case DENSE -> place == Place.FIRST && first != null ? first : dense;
          case DIAGONAL, BIAS -> diagonal;
          case SUM, AVERAGE -> new Proportional();
          case ACTIVATION -> options.rescaleActivations() ? new RescaledActivation() : new Pass();
          case MAXIMUM ->
              options.proportionalMaximum() ? new ProportionalMaximum() : SiteVjp::apply;
          case STRUCTURAL, SELECTION, NO_SIGNAL -> SiteVjp::apply;
          case BILINEAR -> product(site);
          case SOFTMAX -> new SoftmaxRelevance();
          case NORMALISATION -> new NormalisationRelevance();
          case REDUCTION, SPECTRAL, CONTROL_FLOW -> null;
        };
    return rule != null && lack(site) == null && fits(rule, site) ? rule : null;
  }

  private Rule product(Site site) {
    return site.head().op().startsWith("Mul")
        ? new GatedProduct(options.gates())
        : new SignalProduct();
  }

  private static boolean fits(Rule rule, Site site) {
    if (rule instanceof LinearRule || rule instanceof Box) {
      return LinearMap.fits(site);
    }
    // What a layer moves without changing follows the data, whatever the layer's rule.
    return !(rule instanceof Pass) || site.kind() != OpKind.STRUCTURAL;
  }

  private @Nullable String lack(Site site) {
    return switch (site.kind()) {
      case CONTROL_FLOW, NO_SIGNAL -> SiteVjp.lackOf(site);
      case NORMALISATION -> NormalisationRelevance.lackOf(site);
      case REDUCTION, SPECTRAL -> "no relevance rule";
      case ACTIVATION -> site.inputs().size() == 1 ? null : "an activation of two signals";
      case SOFTMAX -> site.head().op().equals("Softmax") ? null : "no relevance rule";
      case BILINEAR ->
          switch (site.head().op()) {
            case "RealDiv", "Div", "DivNoNan", "Xdivy" -> "a quotient of two signals";
            case "SquaredDifference" -> "a squared difference of two signals";
            default -> SiteVjp.lackOf(site);
          };
      case MAXIMUM ->
          options.proportionalMaximum() ? ProportionalMaximum.lackOf(site) : SiteVjp.lackOf(site);
      default -> SiteVjp.lackOf(site);
    };
  }

  @Override
  public String lackOf(Site site) {
    String lack = lack(site);
    return lack == null ? "no linear rule fits it" : lack;
  }

  @Override
  public String remedy(List<Site> lacking) {
    boolean mendable =
        lacking.stream()
            .anyMatch(site -> site.kind() != OpKind.CONTROL_FLOW && !site.inputs().isEmpty());
    String last = lacking.isEmpty() ? "NAME" : LayerName.of(lacking.get(lacking.size() - 1));
    return mendable
        ? "Explain a later tensor with --at, or give a rule: lrp:layer." + last + "=pass"
        : "Explain a later tensor with --at, or score an earlier one with --score-at";
  }

  @Override
  public void check(Path path) {
    layers.forEach(
        (layer, rule) -> {
          List<Site> named =
              path.sites().stream().filter(site -> LayerName.matches(layer, site)).toList();
          if (named.isEmpty()) {
            throw new UsageException(
                name
                    + ": no layer '"
                    + layer
                    + "' lies between the explained tensor and the score; gradlens inspect lists"
                    + " layers and sites");
          }
          // A layer's activation, bias apart or reshape goes the usual way; its linear site must be
          // there.
          if (named.stream().noneMatch(site -> fits(rule, site))) {
            throw new UsageException(
                name
                    + ": layer '"
                    + layer
                    + "' has nothing linear, which the rule given for it is for; give layer."
                    + layer
                    + "=pass or leave it out");
          }
        });
  }

  /**
   * What a reader should know of a pass: the activations that say something of nothing, φ(0) ≠ 0.
   *
   * @param passed the sites through which relevance flowed, last to first
   */
  public List<String> notes(List<Site> passed) {
    List<String> names = new ArrayList<>();
    for (Site site : passed) {
      if (site.kind() == OpKind.ACTIVATION && !site.zeroAtZero()) {
        names.add(0, LayerName.of(site));
      }
    }
    if (names.isEmpty()) {
      return List.of();
    }
    String what =
        options.rescaleActivations()
            ? "kept what they give for 0, which stands in absorbed"
            : "passed relevance unchanged although φ(0) ≠ 0; activation=rescale takes that out";
    return List.of(String.join(", ", names) + " " + what);
  }
}
