package io.github.gradlens.metric;

import static io.github.gradlens.method.Parameter.parsed;
import static io.github.gradlens.method.Parameter.real;
import static io.github.gradlens.method.Parameter.whole;

import io.github.gradlens.metric.MetricRow.Better;
import io.github.gradlens.metric.MetricRow.Needs;
import java.util.List;

/** The catalogue's rows of metrics that watch the score while positions are removed. */
final class RemovalMetrics {
  private static final int MOST_STEPS = 100_000;

  static final List<MetricRow> ROWS =
      List.of(
          new MetricRow(
              "deletion",
              "area under the score while relevant positions are removed",
              "Petsiuk 2018",
              Better.LOWER,
              Needs.NOTHING,
              List.of(
                  whole("steps", 10, 1, MOST_STEPS, "steps of the curve"),
                  Metrics.baseline(),
                  Metrics.activation("none")),
              v ->
                  new Deletion(
                      v.whole("steps"), Metrics.baseline(v), Metrics.activation(v), false)),
          new MetricRow(
              "insertion",
              "area under the score while relevant positions are given back",
              "Petsiuk 2018",
              Better.HIGHER,
              Needs.NOTHING,
              List.of(
                  whole("steps", 10, 1, MOST_STEPS, "steps of the curve"),
                  Metrics.baseline(),
                  Metrics.activation("none")),
              v ->
                  new Deletion(v.whole("steps"), Metrics.baseline(v), Metrics.activation(v), true)),
          new MetricRow(
              "pixel-flipping",
              "mean score while relevant positions are removed a few at a time",
              "Samek 2017",
              Better.LOWER,
              Needs.NOTHING,
              List.of(
                  whole("features-in-step", 1, 1, MOST_STEPS, "positions a step"),
                  Metrics.baseline(),
                  Metrics.activation("none")),
              v ->
                  new PixelFlipping(
                      v.whole("features-in-step"), Metrics.baseline(v), Metrics.activation(v))),
          new MetricRow(
              "selectivity",
              "fall of the score while patches are removed and the map is computed again",
              "Understanding-NN 5.2",
              Better.LOWER,
              Needs.AXES,
              List.of(
                  whole("steps", 20, 1, MOST_STEPS, "removals"),
                  whole("patch", 4, 1, MOST_STEPS, "side of a removed patch"),
                  Metrics.baseline()),
              v -> new Selectivity(v.whole("steps"), v.whole("patch"), Metrics.baseline(v))),
          new MetricRow(
              "region-perturbation",
              "mean fall of the score while relevant regions are removed",
              "Samek 2017",
              Better.HIGHER,
              Needs.NOTHING,
              List.of(
                  whole("steps", 20, 1, MOST_STEPS, "removals"),
                  whole("patch", 4, 1, MOST_STEPS, "side of a region"),
                  Metrics.baseline()),
              v -> new RegionPerturbation(v.whole("steps"), v.whole("patch"), Metrics.baseline(v))),
          new MetricRow(
              "road",
              "how often the target is still predicted while relevant pixels are filled in",
              "Rong 2022",
              Better.LOWER,
              Needs.IMAGE,
              List.of(
                  parsed(
                      "percentages",
                      "1;3;...;99",
                      Percentages::parse,
                      "shares of the pixels that are filled in"),
                  real("noise", 0.01, 0, Double.MAX_VALUE, "noise on pixels that are filled in"),
                  Metrics.noiseScale(),
                  Metrics.seed()),
              v ->
                  new Road(
                      Percentages.parse(v.text("percentages")),
                      Metrics.noise(v, "noise"),
                      v.seed())));

  private RemovalMetrics() {}
}
