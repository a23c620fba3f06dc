package io.github.gradlens.metric;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.method.Activation;
import io.github.gradlens.method.Parameter;
import io.github.gradlens.method.Values;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The catalogue of metrics. */
public final class Metrics {
  private static final List<MetricRow> ROWS =
      Stream.of(
              MapMetrics.ROWS,
              RemovalMetrics.ROWS,
              FaithfulnessMetrics.ROWS,
              ProbabilityMetrics.ROWS,
              StabilityMetrics.ROWS,
              LocalisationMetrics.ROWS,
              ClassMetrics.ROWS,
              RandomisationMetrics.ROWS)
          .flatMap(List::stream)
          .toList();

  private Metrics() {}

  /** All rows, in the order of the documentation. */
  public static List<MetricRow> rows() {
    return ROWS;
  }

  /**
   * The row of an id.
   *
   * @throws UsageException where there is none; it lists them
   */
  public static MetricRow find(String id) {
    return ROWS.stream()
        .filter(row -> row.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "no metric '"
                        + id
                        + "'; the metrics are "
                        + String.join(", ", ROWS.stream().map(MetricRow::id).toList())));
  }

  static Parameter baseline() {
    return Parameter.parsed(
        "baseline", "zero", Removal::parse, "what removed positions are set to");
  }

  static Removal baseline(Values v) {
    return Removal.parse(v.text("baseline"));
  }

  static Parameter activation(String otherwise) {
    return Parameter.choice(
        "activation",
        otherwise,
        List.of("none", "softmax", "sigmoid"),
        "what is applied to the score tensor first");
  }

  static Activation activation(Values v) {
    return Activation.valueOf(v.text("activation").toUpperCase(Locale.ROOT));
  }

  static Parameter seed() {
    return Parameter.whole("seed", 0, Long.MIN_VALUE, Long.MAX_VALUE, "seed of the draws");
  }

  static Parameter noiseScale() {
    return Parameter.choice(
        "noise-scale",
        "range",
        List.of("range", "absolute"),
        "what a noise of 1 is: max x − min x of the example, or 1");
  }

  static NoiseSize noise(Values v, String key) {
    return new NoiseSize(v.real(key), v.text("noise-scale").equals("range"));
  }
}
