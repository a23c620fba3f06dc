package io.github.gradlens.metric;

import static io.github.gradlens.method.Parameter.parsed;

import io.github.gradlens.metric.MetricRow.Better;
import io.github.gradlens.metric.MetricRow.Needs;
import java.util.List;

/** The catalogue's rows of metrics that compare the maps of several classes. */
final class ClassMetrics {
  private static final String ALL = "all";

  static final List<MetricRow> ROWS =
      List.of(
          new MetricRow(
              "random-logit",
              "likeness of the map to the map of another class",
              "Sixt 2020",
              Better.LOWER,
              v -> Similarity.of(v) == Similarity.SSIM ? Needs.IMAGE : Needs.NOTHING,
              List.of(
                  Similarity.parameter(Similarity.SSIM),
                  parsed("targets", "1", ClassMetrics::targets, "how many other classes, or all"),
                  Metrics.seed()),
              v -> new RandomLogit(Similarity.of(v), targets(v.text("targets")), v.seed())));

  private ClassMetrics() {}

  /** 0 for all. */
  private static int targets(String text) {
    if (text.equals(ALL)) {
      return 0;
    }
    int count;
    try {
      count = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("all or a whole number from 1", e);
    }
    if (count < 1) {
      throw new IllegalArgumentException("all or a whole number from 1");
    }
    return count;
  }
}
