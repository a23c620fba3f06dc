package io.github.gradlens.method;

import static io.github.gradlens.method.Parameter.choice;
import static io.github.gradlens.method.Parameter.parsed;
import static io.github.gradlens.method.Parameter.real;
import static io.github.gradlens.method.Parameter.whole;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The catalogue of explanation methods; the contract of ids, parameters and defaults. */
public final class Methods {
  static final int MOST_STEPS = 100_000;

  private static final List<MethodRow> GRADIENTS =
      List.of(
          new MethodRow(
              "gradient",
              Map.of(),
              "derivative of the score, g = ∂f/∂x",
              "Simonyan 2013",
              true,
              false,
              List.of(),
              v -> new Gradient("gradient", Gradient.Form.PLAIN)),
          new MethodRow(
              "saliency",
              Map.of(),
              "size of the derivative, |g|",
              "Simonyan 2013",
              false,
              false,
              List.of(),
              v -> new Gradient("saliency", Gradient.Form.ABSOLUTE)),
          new MethodRow(
              "sensitivity",
              Map.of(),
              "squared derivative, g²",
              "Montavon 2018",
              false,
              false,
              List.of(),
              v -> new Gradient("sensitivity", Gradient.Form.SQUARED)),
          new MethodRow(
              "gradient-x-input",
              Map.of("simple-taylor", Map.of()),
              "first Taylor term, (x − root) ⊙ g",
              "Bach 2015; Shrikumar 2016",
              true,
              false,
              List.of(baseline("root", "the point that is subtracted from x")),
              v -> new GradientTimesInput(Baseline.parse(v.text("root")))),
          new MethodRow(
              "integrated-gradients",
              Map.of(),
              "mean derivative along the path from a baseline, times the way",
              "Sundararajan 2017",
              true,
              true,
              List.of(
                  parsed("steps", "50", Methods::checkSteps, "gradients along the path, or auto"),
                  rule(),
                  baseline("baseline", "where the path starts"),
                  whole("max-steps", 1024, 1, MOST_STEPS, "the most steps of steps=auto"),
                  real("tolerance", 0.05, 0, 1e9, "the residual at which steps=auto ends")),
              Methods::integratedGradients),
          new MethodRow(
              "expected-gradients",
              Map.of(),
              "integrated gradients averaged over a set of baselines",
              "Erion 2019",
              true,
              true,
              List.of(
                  whole("samples", 50, 1, MOST_STEPS, "draws of a baseline and a point"),
                  baselines(),
                  seed()),
              v -> new ExpectedGradients(v.whole("samples"), v.rows("baselines"), v.seed())),
          smooth(
              "smoothgrad",
              "mean of a method over noisy inputs",
              "Smilkov 2017",
              SmoothGrad.Statistic.MEAN),
          smooth(
              "smoothgrad-squared",
              "mean of squares of a method over noisy inputs",
              "Hooker 2019",
              SmoothGrad.Statistic.MEAN_OF_SQUARES),
          smooth(
              "vargrad",
              "variance of a method over noisy inputs",
              "Adebayo 2018",
              SmoothGrad.Statistic.VARIANCE));

  private static final List<MethodRow> ROWS =
      Stream.of(
              GRADIENTS,
              PathMethods.ROWS,
              BackwardMethods.RECTIFIERS,
              RelevanceMethods.ROWS,
              BackwardMethods.DEEPLIFT,
              CamMethods.ROWS,
              PerturbationMethods.ROWS,
              FeatureMethods.ROWS)
          .flatMap(List::stream)
          .toList();

  /** For what only a user can give; the kind of backward pass does not depend on it. */
  private static final Map<String, String> EXAMPLES =
      Map.of("low", "0", "high", "1", "baselines", "examples.npy");

  private static final ArraySource ANY_ARRAY =
      new ArraySource() {
        @Override
        public void verify(String name) {}

        @Override
        public NumericArray read(String name) {
          return NumericArray.of(new float[1], 1, 1);
        }
      };

  private Methods() {}

  /** Every method, in the order of the documentation. */
  public static List<MethodRow> rows() {
    return ROWS;
  }

  /** The row of an id or alias. */
  public static MethodRow find(String id) {
    List<String> known = new ArrayList<>();
    for (MethodRow row : ROWS) {
      if (row.id().equals(id) || row.aliases().contains(id)) {
        return row;
      }
      known.add(row.id());
    }
    throw new UsageException("no method '" + id + "'; the methods are " + String.join(", ", known));
  }

  /** A method with its defaults; what {@code inspect} asks. */
  public static Method example(MethodRow row) {
    Map<String, String> given = new LinkedHashMap<>();
    for (Parameter parameter : row.parameters()) {
      String example = EXAMPLES.get(parameter.key());
      if (parameter.otherwise() == null && example != null) {
        given.put(parameter.key(), example);
      }
    }
    SpecContext context = new SpecContext(null, ANY_ARRAY);
    return row.factory().apply(row.resolve(row.id(), given, context));
  }

  static Parameter baseline(String key, String meaning) {
    return parsed(key, "zero", Baseline::check, meaning);
  }

  static Parameter rule() {
    return choice(
        "rule",
        "gauss-legendre",
        List.of("gauss-legendre", "midpoint", "trapezoid", "left", "right"),
        "the quadrature rule");
  }

  static Parameter baselines() {
    return new Parameter(
        "baselines",
        null,
        "FILE.npy of examples, or a folder of images",
        (text, context) -> {
          context.arrays().verify(text);
          return text;
        });
  }

  static Parameter seed() {
    return whole("seed", 0, 0, Long.MAX_VALUE, "seed of the draws");
  }

  private static MethodRow smooth(
      String id, String summary, String source, SmoothGrad.Statistic statistic) {
    Function<Values, Method> factory =
        v ->
            new SmoothGrad(
                statistic,
                v.whole("samples"),
                v.real("noise"),
                v.text("noise-scale").equals("range"),
                base(v),
                v.seed());
    return new MethodRow(
        id,
        Map.of(),
        summary,
        source,
        statistic == SmoothGrad.Statistic.MEAN,
        false,
        List.of(
            whole("samples", 50, 1, MOST_STEPS, "noisy copies of every example"),
            real("noise", 0.15, 0, 1e6, "standard deviation of the noise"),
            choice(
                "noise-scale", "range", List.of("range", "absolute"), "times max − min, or as is"),
            new Parameter("base", "gradient", "the method, in parentheses", Methods::readBase),
            seed()),
        factory);
  }

  private static Method base(Values v) {
    return MethodSpec.parse(v.text("base"), new SpecContext(null, v.arrays())).method();
  }

  private static String readBase(String text, SpecContext context) {
    MethodSpec spec;
    try {
      spec = MethodSpec.parse(text, context);
    } catch (UsageException e) {
      throw new IllegalArgumentException("a SPEC in parentheses (" + e.getMessage() + ")", e);
    }
    if ("auto".equals(spec.values().texts().get("steps"))) {
      throw new IllegalArgumentException("a method whose steps are a number");
    }
    String work = spec.method().hostWork();
    if (work != null) {
      throw new IllegalArgumentException(
          "a method that works in the graph alone (for "
              + spec.row().id()
              + " the host "
              + work
              + ")");
    }
    return spec.spelt();
  }

  private static void checkSteps(String text) {
    if (!text.equals("auto") && !text.matches("[1-9][0-9]{0,4}|100000")) {
      throw new IllegalArgumentException("a whole number from 1 to " + MOST_STEPS + ", or auto");
    }
  }

  private static Method integratedGradients(Values v) {
    Quadrature.Rule rule = Quadrature.Rule.parse(v.text("rule"));
    int steps = v.text("steps").equals("auto") ? 0 : v.whole("steps");
    if (rule == Quadrature.Rule.TRAPEZOID && steps == 1) {
      throw new UsageException(
          "integrated-gradients: rule=trapezoid needs steps=2 or more, got steps=1");
    }
    if (rule == Quadrature.Rule.TRAPEZOID && steps == 0 && v.whole("max-steps") == 1) {
      throw new UsageException(
          "integrated-gradients: rule=trapezoid needs max-steps=2 or more, got max-steps=1");
    }
    return new IntegratedGradients(
        rule, steps, v.whole("max-steps"), v.real("tolerance"), Baseline.parse(v.text("baseline")));
  }
}
