package io.github.gradlens.metric;

import static io.github.gradlens.method.Parameter.choice;
import static io.github.gradlens.method.Parameter.whole;

import io.github.gradlens.metric.MetricRow.Better;
import io.github.gradlens.metric.MetricRow.Needs;
import java.util.List;

/** The catalogue's rows of metrics that explain a model with shuffled weights. */
final class RandomisationMetrics {
  private static final int MOST_BINS = 1_000_000;

  static final List<MetricRow> ROWS =
      List.of(
          new MetricRow(
              "parameter-randomisation",
              "similarity to the maps of a model with shuffled weights",
              "Adebayo 2018",
              Better.LOWER,
              Needs.NOTHING,
              List.of(
                  Similarity.parameter(Similarity.SPEARMAN),
                  choice("layers", "all", List.of("all", "last"), "depths that count"),
                  Metrics.seed()),
              v ->
                  new ParameterRandomisation(
                      Similarity.of(v), v.text("layers").equals("all"), v.seed())),
          new MetricRow(
              "efficient-mprt",
              "growth of the map's entropy where the model is random",
              "Hedström 2023",
              Better.HIGHER,
              Needs.NOTHING,
              List.of(whole("bins", 100, 2, MOST_BINS, "bins of the histogram"), Metrics.seed()),
              v -> new EfficientMprt(v.whole("bins"), v.seed())));

  private RandomisationMetrics() {}
}
