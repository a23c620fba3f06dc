package io.github.gradlens.metric;

import io.github.gradlens.metric.AverageChange.Kind;
import io.github.gradlens.metric.MetricRow.Better;
import io.github.gradlens.metric.MetricRow.Needs;
import java.util.List;

/** The catalogue's rows of metrics that look at the input through its map. */
final class ProbabilityMetrics {
  static final List<MetricRow> ROWS =
      List.of(
          row(
              "average-drop",
              "share of the probability that is lost where the input is seen through its map",
              "Chattopadhyay 2018",
              Better.LOWER,
              Kind.DROP),
          row(
              "average-increase",
              "how often the probability rises where the input is seen through its map",
              "Chattopadhyay 2018",
              Better.HIGHER,
              Kind.INCREASE),
          row(
              "average-gain",
              "share of the missing probability that is won where the input is seen through its map",
              "Zhang 2024",
              Better.HIGHER,
              Kind.GAIN));

  private ProbabilityMetrics() {}

  private static MetricRow row(String id, String summary, String source, Better better, Kind kind) {
    return new MetricRow(
        id,
        summary,
        source,
        better,
        Needs.NOTHING,
        List.of(Metrics.activation("softmax")),
        v -> new AverageChange(kind, Metrics.activation(v)));
  }
}
