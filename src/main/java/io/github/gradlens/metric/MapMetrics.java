package io.github.gradlens.metric;

import static io.github.gradlens.method.Parameter.real;

import io.github.gradlens.metric.MetricRow.Better;
import io.github.gradlens.metric.MetricRow.Needs;
import java.util.List;

/** The catalogue's rows of metrics that look at the map alone, or at its sum. */
final class MapMetrics {
  static final List<MetricRow> ROWS =
      List.of(
          new MetricRow(
              "sparseness",
              "Gini index of |r|",
              "Chalasani 2020",
              Better.HIGHER,
              Needs.NOTHING,
              List.of(),
              v -> new Sparseness()),
          new MetricRow(
              "complexity",
              "entropy of |r|, in nats",
              "Bhatt 2020",
              Better.LOWER,
              Needs.NOTHING,
              List.of(),
              v -> new Complexity()),
          new MetricRow(
              "effective-complexity",
              "number of positions that matter",
              "Nguyen 2020",
              Better.LOWER,
              Needs.NOTHING,
              List.of(real("eps", 1e-5, 0, 1, "share of the largest |r| that matters")),
              v -> new EffectiveComplexity(v.real("eps"))),
          new MetricRow(
              "completeness",
              "|Σ R − (f(x) − f(x'))|",
              "Sundararajan 2017",
              Better.LOWER,
              Needs.NOTHING,
              List.of(Metrics.baseline()),
              v -> new Completeness(Metrics.baseline(v))));

  private MapMetrics() {}
}
