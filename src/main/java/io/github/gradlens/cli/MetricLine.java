package io.github.gradlens.cli;

import org.jspecify.annotations.Nullable;

/**
 * One line of {@code metrics.jsonl}: an example, a method and a metric.
 *
 * @param input the file as the user named it
 * @param index counts over all inputs
 * @param method the method's label
 * @param metric the metric's label
 * @param value null where it does not exist
 * @param random the same figure of a random map
 */
record MetricLine(
    String input,
    int index,
    String method,
    String metric,
    @Nullable Double value,
    @Nullable Double random) {
  /** A line of an example that failed. */
  record Failure(String input, int index, String error) {}
}
