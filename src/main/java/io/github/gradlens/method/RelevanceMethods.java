package io.github.gradlens.method;

import static io.github.gradlens.method.Parameter.choice;
import static io.github.gradlens.method.Parameter.family;
import static io.github.gradlens.method.Parameter.flag;
import static io.github.gradlens.method.Parameter.optional;
import static io.github.gradlens.method.Parameter.real;

import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.Start;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.CanonicalForm;
import io.github.gradlens.rule.AlphaBeta;
import io.github.gradlens.rule.Box;
import io.github.gradlens.rule.Epsilon;
import io.github.gradlens.rule.Flat;
import io.github.gradlens.rule.Gamma;
import io.github.gradlens.rule.RelevanceBook;
import io.github.gradlens.rule.RuleGrammar;
import io.github.gradlens.rule.RuleOptions;
import io.github.gradlens.rule.WSquare;
import io.github.gradlens.rule.ZPlus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The catalogue's rows of relevance propagation: LRP, deep Taylor, excitation backprop. */
final class RelevanceMethods {
  private static final String LAYER = "layer.NAME";
  private static final String BACH = "Bach 2015";
  private static final String KOHLBRENNER = "Kohlbrenner 2020";

  static final List<MethodRow> ROWS =
      List.of(
          new MethodRow(
              "excitation-backprop",
              Map.of(),
              "probability of winning, shared out by positive weights",
              "Zhang 2018",
              false,
              true,
              withoutBias(),
              v -> {
                RuleOptions options = options(v);
                return relevance(
                    RelevanceBook.uniform(
                        "excitation-backprop",
                        Start.UNIT_RELEVANCE,
                        new ZPlus(false),
                        null,
                        options),
                    v);
              }),
          one(
              "lrp-0",
              "LRP in proportion to contributions",
              BACH,
              bias(),
              (v, o) -> new Epsilon(0, false, o.bias())),
          one(
              "lrp-epsilon",
              "the same with a stabiliser",
              BACH,
              joined(List.of(epsilon(), epsilonScale()), bias()),
              (v, o) -> new Epsilon(v.real("epsilon"), o.relativeEpsilon(), o.bias())),
          one(
              "lrp-gamma",
              "LRP that favours what speaks for the class",
              "Montavon 2019; Andéol 2021",
              joined(List.of(gamma()), bias()),
              (v, o) -> new Gamma(v.real("gamma"), o.bias())),
          one(
                  "lrp-alpha-beta",
                  "LRP with shares for and against apart",
                  BACH,
                  joined(
                      List.of(
                          real("alpha", 2, 1, 1e6, "weight of what speaks for"),
                          real("beta", 1, 0, 1e6, "weight of what speaks against, alpha − 1")),
                      bias()),
                  (v, o) -> alphaBeta(v, o))
              .alias("lrp-alpha1-beta0", Map.of("alpha", "1", "beta", "0"))
              .alias("lrp-alpha2-beta1", Map.of("alpha", "2", "beta", "1")),
          one(
              "lrp-z-plus",
              "LRP by positive contributions alone",
              "Montavon 2017",
              bias(),
              (v, o) -> new ZPlus(o.bias())),
          one(
              "lrp-w-square",
              "LRP by squared weights",
              "Montavon 2017",
              withoutBias(),
              (v, o) -> new WSquare()),
          one(
              "lrp-flat",
              "LRP in equal shares",
              "Lapuschkin 2017",
              withoutBias(),
              (v, o) -> new Flat()),
          composite(
              "lrp-epsilon-plus", "ε in dense layers, z⁺ in convolutions", Kind.PLUS, First.NONE),
          composite("lrp-epsilon-plus-flat", "the same, first layer flat", Kind.PLUS, First.FLAT),
          composite(
              "lrp-epsilon-alpha2-beta1",
              "ε in dense layers, α2β1 in convolutions",
              Kind.ALPHA2_BETA1,
              First.NONE),
          composite(
              "lrp-epsilon-alpha2-beta1-flat",
              "the same, first layer flat",
              Kind.ALPHA2_BETA1,
              First.FLAT),
          composite(
              "lrp-epsilon-gamma-box",
              "ε in dense layers, γ in convolutions, z^B in the first",
              Kind.GAMMA,
              First.BOX),
          new MethodRow(
              "lrp",
              Map.of(),
              "LRP with rules of your own",
              "Montavon 2019",
              true,
              true,
              joined(
                  List.of(
                      rule("dense", "epsilon(1e-6)", "rule of dense layers"),
                      rule("convolution", "epsilon(1e-6)", "rule of convolutions"),
                      optional("first", RelevanceMethods::readRule, "rule of the first layers"),
                      optional(
                          "batch-norm",
                          RelevanceMethods::readRule,
                          "rule of scales and shifts that were not folded"),
                      family(LAYER, RelevanceMethods::readRule, "rule of one layer"),
                      epsilonScale()),
                  bias()),
              RelevanceMethods::own),
          new MethodRow(
              "deep-taylor",
              Map.of(),
              "Taylor decomposition layer by layer",
              "Montavon 2017",
              false,
              true,
              joined(
                  List.of(
                      optional(
                          "low", RelevanceMethods::readBounds, "smallest input, v or v1;v2;v3"),
                      optional("high", RelevanceMethods::readBounds, "largest input, as low")),
                  withoutBias()),
              v -> {
                Rule first = v.has("low") || v.has("high") ? box("deep-taylor", v) : new WSquare();
                return relevance(
                    RelevanceBook.uniform(
                        "deep-taylor",
                        Start.POSITIVE_RELEVANCE,
                        new ZPlus(false),
                        first,
                        options(v)),
                    v);
              }));

  private RelevanceMethods() {}

  /** The convolutions' rule of a composite. */
  private enum Kind {
    PLUS,
    ALPHA2_BETA1,
    GAMMA
  }

  /** The first layer's rule of a composite. */
  private enum First {
    NONE,
    FLAT,
    BOX
  }

  /** A rule from the values of a SPEC. */
  @FunctionalInterface
  private interface RuleOf {
    Rule make(Values values, RuleOptions options);
  }

  private static MethodRow one(
      String id, String summary, String source, List<Parameter> parameters, RuleOf rule) {
    Function<Values, Method> factory =
        v -> {
          RuleOptions options = options(v);
          Rule made = rule.make(v, options);
          return relevance(RelevanceBook.uniform(id, Start.RELEVANCE, made, null, options), v);
        };
    return new MethodRow(id, Map.of(), summary, source, true, true, parameters, factory);
  }

  private static MethodRow composite(String id, String summary, Kind kind, First first) {
    List<Parameter> own = new ArrayList<>(List.of(epsilon()));
    if (kind == Kind.GAMMA) {
      own.add(gamma());
    }
    if (first == First.BOX) {
      own.add(
          new Parameter(
              "low", null, "smallest input, v or v1;v2;v3", RelevanceMethods::readBounds));
      own.add(new Parameter("high", null, "largest input, as low", RelevanceMethods::readBounds));
    }
    own.add(epsilonScale());
    Function<Values, Method> factory =
        v -> {
          RuleOptions o = options(v);
          Rule dense = new Epsilon(v.real("epsilon"), o.relativeEpsilon(), o.bias());
          Rule convolution =
              switch (kind) {
                case PLUS -> new ZPlus(o.bias());
                case ALPHA2_BETA1 -> new AlphaBeta(2, 1, o.bias());
                case GAMMA -> new Gamma(v.real("gamma"), o.bias());
              };
          Rule start =
              switch (first) {
                case NONE -> null;
                case FLAT -> new Flat();
                case BOX -> box(id, v);
              };
          return relevance(
              new RelevanceBook(id, Start.RELEVANCE, dense, convolution, start, dense, Map.of(), o),
              v);
        };
    return new MethodRow(
        id, Map.of(), summary, KOHLBRENNER, true, true, joined(own, bias()), factory);
  }

  private static Method own(Values v) {
    RuleOptions o = options(v);
    Map<String, Rule> layers = new LinkedHashMap<>();
    v.family("layer.").forEach((name, text) -> layers.put(name, RuleGrammar.parse(text, o)));
    Rule dense = RuleGrammar.parse(v.text("dense"), o);
    Rule convolution = RuleGrammar.parse(v.text("convolution"), o);
    Rule stable = dense instanceof Epsilon ? dense : RuleGrammar.parse("epsilon(1e-6)", o);
    Rule batchNorm =
        v.has("batch-norm")
            ? RuleGrammar.parse(v.text("batch-norm"), o)
            : dense.equals(convolution) ? dense : stable;
    @Nullable Rule first = v.has("first") ? RuleGrammar.parse(v.text("first"), o) : null;
    return relevance(
        new RelevanceBook("lrp", Start.RELEVANCE, dense, convolution, first, batchNorm, layers, o),
        v);
  }

  private static Method relevance(RelevanceBook book, Values values) {
    return new Relevance(book, form(values));
  }

  private static AlphaBeta alphaBeta(Values v, RuleOptions options) {
    double alpha = v.real("alpha");
    double beta = v.real("beta");
    if (Math.abs(alpha - beta - 1) > 1e-9) {
      throw new UsageException(
          "lrp-alpha-beta: alpha="
              + v.text("alpha")
              + " and beta="
              + v.text("beta")
              + " do not fit; alpha − beta must be 1");
    }
    return new AlphaBeta(alpha, beta, options.bias());
  }

  private static Box box(String id, Values v) {
    if (!v.has("low") || !v.has("high")) {
      throw new UsageException(id + " needs both low and high, or neither");
    }
    try {
      return new Box(bounds(v.text("low")), bounds(v.text("high")));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          id
              + ": low="
              + v.text("low")
              + " and high="
              + v.text("high")
              + " do not fit; give "
              + e.getMessage(),
          e);
    }
  }

  private static List<Double> bounds(String text) {
    return Arrays.stream(text.split(";", -1)).map(Double::valueOf).toList();
  }

  private static String readBounds(String text, SpecContext unused) {
    for (String part : text.split(";", -1)) {
      try {
        if (!Double.isFinite(Double.parseDouble(part))) {
          throw new IllegalArgumentException("finite numbers, one or one a channel");
        }
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("a number, or one a channel as v1;v2;v3", e);
      }
    }
    return text;
  }

  private static Parameter rule(String key, String otherwise, String meaning) {
    return new Parameter(key, otherwise, meaning, RelevanceMethods::readRule);
  }

  /** The rule with its bounds written out, where it is a box that leaves them to the call. */
  private static String readRule(String text, SpecContext context) {
    InputRange range = context.range();
    String whole = text;
    if (text.equals("box")) {
      if (range == null) {
        throw new IllegalArgumentException(
            "box(LOW;HIGH), or explain an input with --preprocess P, whose range box then means");
      }
      whole = "box(" + range.lowText() + ";" + range.highText() + ")";
    }
    Rule unused = RuleGrammar.parse(whole, RuleOptions.DEFAULTS);
    if (unused.toString().isEmpty()) {
      throw new IllegalArgumentException(RuleGrammar.FORMS);
    }
    return whole;
  }

  private static Parameter epsilon() {
    return real("epsilon", 1e-6, 0, 1e9, "stabiliser ε");
  }

  private static Parameter epsilonScale() {
    return choice(
        "epsilon-scale", "absolute", List.of("absolute", "rms"), "ε as is, or times √(mean z²)");
  }

  private static Parameter gamma() {
    return real("gamma", 0.25, 0, 1e9, "how much positive weights are favoured");
  }

  static Parameter fold() {
    return flag("fold-batch-norm", true, "batch norm as part of the layer before it");
  }

  private static List<Parameter> bias() {
    return joined(
        List.of(
            choice(
                "bias", "absorb", List.of("absorb", "ignore"), "takes its share, or is left out")),
        withoutBias());
  }

  private static List<Parameter> withoutBias() {
    return List.of(
        choice(
            "max-pool",
            "winner",
            List.of("winner", "proportional"),
            "to the largest element, or in proportion"),
        choice(
            "activation",
            "pass",
            List.of("pass", "rescale"),
            "pass unchanged, or keep what φ(0) adds"),
        choice(
            "gate",
            "signal",
            List.of("signal", "even"),
            "of a gated product all to the signal, or half each"),
        fold());
  }

  private static List<Parameter> joined(List<Parameter> first, List<Parameter> second) {
    List<Parameter> all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  private static RuleOptions options(Values v) {
    Map<String, String> texts = v.texts();
    return new RuleOptions(
        !texts.getOrDefault("bias", "absorb").equals("ignore"),
        v.text("max-pool").equals("proportional"),
        v.text("activation").equals("rescale"),
        v.text("gate").equals("signal"),
        texts.getOrDefault("epsilon-scale", "absolute").equals("rms"));
  }

  static CanonicalForm form(Values v) {
    return v.flag("fold-batch-norm") ? CanonicalForm.FOLDED : CanonicalForm.UNFOLDED;
  }
}
