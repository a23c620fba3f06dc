package io.github.gradlens.metric;

import static io.github.gradlens.method.Parameter.real;
import static io.github.gradlens.method.Parameter.whole;

import io.github.gradlens.metric.MetricRow.Better;
import io.github.gradlens.metric.MetricRow.Needs;
import java.util.List;

/** The catalogue's rows of metrics that compare maps of changed examples. */
final class StabilityMetrics {
  private static final int MOST_STEPS = 100_000;

  static final List<MetricRow> ROWS =
      List.of(
          new MetricRow(
              "continuity",
              "strongest change of the map with a shift of the image",
              "Montavon 2018",
              Better.LOWER,
              Needs.AXES,
              List.of(whole("steps", 28, 1, MOST_STEPS, "shifts"), Metrics.baseline()),
              v -> new Continuity(v.whole("steps"), Metrics.baseline(v))),
          sensitivity("max-sensitivity", "largest change of the map with a small noise", true),
          sensitivity("avg-sensitivity", "mean change of the map with a small noise", false),
          new MetricRow(
              "lipschitz",
              "steepest change of the map with a small noise",
              "Alvarez-Melis 2018",
              Better.LOWER,
              Needs.NOTHING,
              List.of(
                  real("noise", 0.1, 0, Double.MAX_VALUE, "standard deviation of the noise"),
                  whole("samples", 200, 1, MOST_STEPS, "noisy inputs"),
                  Metrics.noiseScale(),
                  Metrics.seed()),
              v -> new Lipschitz(Metrics.noise(v, "noise"), v.whole("samples"), v.seed())));

  private StabilityMetrics() {}

  private static MetricRow sensitivity(String id, String summary, boolean largest) {
    return new MetricRow(
        id,
        summary,
        "Yeh 2019",
        Better.LOWER,
        Needs.NOTHING,
        List.of(
            real("radius", 0.2, 0, Double.MAX_VALUE, "most that an element changes"),
            whole("samples", 200, 1, MOST_STEPS, "noisy inputs"),
            Metrics.noiseScale(),
            Metrics.seed()),
        v -> new Sensitivity(largest, Metrics.noise(v, "radius"), v.whole("samples"), v.seed()));
  }
}
