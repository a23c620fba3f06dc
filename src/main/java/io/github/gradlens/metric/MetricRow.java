package io.github.gradlens.metric;

import io.github.gradlens.method.Parameter;
import io.github.gradlens.method.Parameters;
import io.github.gradlens.method.SpecContext;
import io.github.gradlens.method.Values;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A row of the catalogue: all that help, tables and the parser of SPECs know of a metric.
 *
 * @param id the metric's name everywhere
 * @param summary one line
 * @param source author and year
 * @param better which way is better
 * @param needs what the explained tensor must be, which parameters may decide
 * @param parameters in the order in which help lists them
 * @param factory makes the metric from checked values
 */
public record MetricRow(
    String id,
    String summary,
    String source,
    Better better,
    Function<Values, Needs> needs,
    List<Parameter> parameters,
    Function<Values, Metric> factory) {

  /** Which way is better. */
  public enum Better {
    LOWER,
    HIGHER
  }

  /** What the explained tensor must be. */
  public enum Needs {
    /** Anything. */
    NOTHING,
    /** Positions in a row or on a grid: rank 3 or more, the batch axis counted. */
    AXES,
    /** Positions on a grid of height and width. */
    IMAGE
  }

  public MetricRow {
    parameters = List.copyOf(parameters);
  }

  /** A row whose parameters do not decide what the explained tensor must be. */
  MetricRow(
      String id,
      String summary,
      String source,
      Better better,
      Needs needs,
      List<Parameter> parameters,
      Function<Values, Metric> factory) {
    this(id, summary, source, better, values -> needs, parameters, factory);
  }

  Values resolve(Map<String, String> given) {
    Map<String, String> texts = Parameters.resolve(id, parameters, given, SpecContext.NONE, "");
    return new Values(texts, SpecContext.NONE.arrays());
  }
}
