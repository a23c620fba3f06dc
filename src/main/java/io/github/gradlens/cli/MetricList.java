package io.github.gradlens.cli;

import io.github.gradlens.metric.MetricRow;
import io.github.gradlens.metric.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;

/** Puts the catalogue of metrics under the help of {@code evaluate}. */
final class MetricList implements IModelTransformer {
  @Override
  public CommandSpec transform(CommandSpec spec) {
    List<String> lines = new ArrayList<>(List.of(spec.usageMessage().footer()));
    lines.add("");
    lines.add("Metrics:");
    int width = Metrics.rows().stream().mapToInt(row -> row.id().length()).max().orElse(1);
    for (MetricRow row : Metrics.rows()) {
      lines.add(
          String.format(Locale.ROOT, "  %-" + width + "s  %s", row.id(), row.summary())
              .replace("%", "%%"));
    }
    spec.usageMessage().footer(lines.toArray(new String[0]));
    return spec;
  }
}
