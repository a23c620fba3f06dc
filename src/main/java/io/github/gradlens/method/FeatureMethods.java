package io.github.gradlens.method;

import static io.github.gradlens.method.Parameter.parsed;
import static io.github.gradlens.method.Parameter.real;
import static io.github.gradlens.method.Parameter.whole;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The catalogue's rows of methods that give every group of elements a share. */
final class FeatureMethods {
  private static final int MOST_SAMPLES = 1_000_000;
  private static final String AUTO = "auto";
  private static final String FEATURES = "features";
  private static final String BASELINE = "baseline";
  private static final String SAMPLES = "samples";

  static final List<MethodRow> ROWS =
      List.of(
          row(
              "feature-ablation",
              "drop of the score where a feature is at the baseline",
              "Zeiler 2014",
              false,
              List.of(),
              v -> new FeatureAblation()),
          row(
              "sampled-shapley",
              "Shapley values over random orders of the features",
              "Castro 2009; Štrumbelj 2010",
              true,
              List.of(whole("paths", 10, 1, MOST_SAMPLES, "random orders"), Methods.seed()),
              v -> new SampledShapley(v.whole("paths"), v.seed())),
          row(
              "kernel-shap",
              "Shapley values by a weighted linear fit to coalitions",
              "Lundberg 2017; Covert 2021",
              true,
              List.of(
                  parsed(
                      SAMPLES,
                      AUTO,
                      FeatureMethods::checkSamples,
                      "coalitions, or auto: 2048 and two a feature"),
                  Methods.seed()),
              v ->
                  new KernelShap(
                      v.text(SAMPLES).equals(AUTO) ? KernelShap.AUTO : v.whole(SAMPLES), v.seed())),
          row(
              "lime",
              "coefficients of a linear model near the input",
              "Ribeiro 2016",
              false,
              List.of(
                  whole(SAMPLES, 1000, 2, MOST_SAMPLES, "random coalitions"),
                  real("width", 0.25, 0.01, 1e6, "width of the kernel on the cosine distance"),
                  real("ridge", 1, 1e-6, 1e9, "penalty on squared coefficients"),
                  Methods.seed()),
              v -> new Lime(v.whole(SAMPLES), v.real("width"), v.real("ridge"), v.seed())));

  private FeatureMethods() {}

  private static MethodRow row(
      String id,
      String summary,
      String source,
      boolean complete,
      List<Parameter> own,
      Function<Values, FeatureShares> shares) {
    List<Parameter> parameters = new ArrayList<>(own);
    parameters.add(
        parsed(FEATURES, AUTO, FeatureGroups::check, "which elements come and go together"));
    parameters.add(Methods.baseline(BASELINE, "what an absent feature turns to"));
    return new MethodRow(
        id,
        Map.of(),
        summary,
        source,
        true,
        complete,
        parameters,
        v ->
            new FeatureMethod(
                shares.apply(v),
                FeatureGroups.parse(v.text(FEATURES)),
                Baseline.parse(v.text(BASELINE))));
  }

  private static void checkSamples(String text) {
    if (!text.equals(AUTO) && !text.matches("[1-9][0-9]{0,5}|1000000")) {
      throw new IllegalArgumentException("a whole number from 1 to " + MOST_SAMPLES + ", or auto");
    }
  }
}
