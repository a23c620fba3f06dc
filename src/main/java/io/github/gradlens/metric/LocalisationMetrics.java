package io.github.gradlens.metric;

import static io.github.gradlens.method.Parameter.choice;
import static io.github.gradlens.method.Parameter.whole;

import io.github.gradlens.method.Parameter;
import io.github.gradlens.method.Values;
import io.github.gradlens.metric.MetricRow.Better;
import io.github.gradlens.metric.MetricRow.Needs;
import java.util.List;
import java.util.Locale;

/** The catalogue's rows of metrics that know where the object is. */
final class LocalisationMetrics {
  static final List<MetricRow> ROWS =
      List.of(
          new MetricRow(
              "pointing-game",
              "whether the most relevant position lies in a mask",
              "Zhang 2018",
              Better.HIGHER,
              Needs.NOTHING,
              List.of(mask(), whole("tolerance", 0, 0, 10_000, "pixels that the mask grows by")),
              v -> new PointingGame(mask(v), v.whole("tolerance"))),
          new MetricRow(
              "relevance-mass",
              "share of the relevance that lies in a mask",
              "Arras 2022",
              Better.HIGHER,
              Needs.NOTHING,
              List.of(
                  mask(),
                  choice(
                      "pool",
                      "positive",
                      List.of("positive", "abs", "square", "sum"),
                      "what of r counts")),
              v ->
                  new RelevanceMass(
                      mask(v),
                      RelevanceMass.Pool.valueOf(v.text("pool").toUpperCase(Locale.ROOT)))),
          new MetricRow(
              "relevance-rank",
              "share of the most relevant positions that lies in a mask",
              "Arras 2022",
              Better.HIGHER,
              Needs.NOTHING,
              List.of(mask()),
              v -> new RelevanceRank(mask(v))));

  private LocalisationMetrics() {}

  private static Parameter mask() {
    return new Parameter(
        "mask",
        null,
        "FILE.npy, one entry an example, not 0 where the object is",
        (text, context) -> {
          context.arrays().verify(text);
          return text;
        });
  }

  private static Mask mask(Values v) {
    return new Mask(v.text("mask"), v.rows("mask"));
  }
}
