package io.github.gradlens.metric;

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
              v -> new Continuity(v.whole("steps"), Metrics.baseline(v))));

  private StabilityMetrics() {}
}
