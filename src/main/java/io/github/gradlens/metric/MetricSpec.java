package io.github.gradlens.metric;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.method.Parameters;
import io.github.gradlens.method.SpecText;
import io.github.gradlens.method.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A metric with its parameters and the label of its results, written {@code
 * [label=]id[:key=value,key=value]}.
 *
 * @param label the name of the results; the id where none is given
 * @param row the catalogue row
 * @param values all parameters, defaults filled in
 */
public record MetricSpec(String label, MetricRow row, Values values) {
  /** Reads a SPEC; an unknown id or key is an error that lists the valid ones. */
  public static MetricSpec parse(String text) {
    SpecText spec = SpecText.parse("metric", text);
    MetricRow row = Metrics.find(spec.id());
    return new MetricSpec(spec.label(), row, row.resolve(spec.given()));
  }

  /** Reads several SPECs and refuses two of one label. */
  public static List<MetricSpec> parseAll(List<String> texts) {
    Map<String, MetricSpec> specs = new LinkedHashMap<>();
    for (String text : texts) {
      MetricSpec spec = parse(text);
      if (specs.put(spec.label(), spec) != null) {
        throw new UsageException(
            "two metrics have the label '"
                + spec.label()
                + "'; write --metric NAME="
                + text
                + " to tell them apart");
      }
    }
    return List.copyOf(specs.values());
  }

  public Metric metric() {
    return row.factory().apply(values);
  }

  /** What the explained tensor must be. */
  public MetricRow.Needs needs() {
    return row.needs().apply(values);
  }

  /** The SPEC with all defaults resolved, without its label. */
  public String spelt() {
    return Parameters.spell(row.id(), values);
  }
}
