package io.github.gradlens.cli;

import io.github.gradlens.ExplainRequest;
import io.github.gradlens.error.InputException;
import io.github.gradlens.io.AtomicFile;
import io.github.gradlens.io.Example;
import io.github.gradlens.io.OutputFolder;
import io.github.gradlens.method.MethodSpec;
import io.github.gradlens.metric.Evaluation;
import io.github.gradlens.metric.MetricSpec;
import io.github.gradlens.metric.Scoreboard;
import io.github.gradlens.metric.Summary;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** Everything that {@code evaluate} writes of figures. */
final class Figures implements AutoCloseable {
  private final List<MetricSpec> metrics;
  private final List<MethodSpec> methods;
  private final OutputFolder folder;
  private final JsonLines lines;
  private final Scoreboard scores;

  Figures(EvaluateSettings settings, ExplainRequest request, OutputFolder folder) {
    this.metrics = settings.metrics();
    this.methods = request.methods();
    this.folder = folder;
    this.lines = new JsonLines(folder.path().resolve("metrics.jsonl"));
    this.scores = new Scoreboard(metrics, methods.size());
  }

  Scoreboard scores() {
    return scores;
  }

  void add(List<Example> batch, Evaluation.Evaluated evaluated) {
    scores.add(evaluated.figures());
    for (Evaluation.Figure figure : evaluated.figures()) {
      Example example = batch.get(figure.example());
      String method = methods.get(figure.method()).label();
      lines.add(
          new MetricLine(
              example.name(),
              example.index(),
              method,
              figure.metric(),
              finite(figure.value()),
              finite(figure.random())));
    }
  }

  void fail(Example example, String error) {
    lines.add(new MetricLine.Failure(example.name(), example.index(), error));
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  void commit() {
    lines.commit();
    StringBuilder text = new StringBuilder();
    try (CSVPrinter csv = new CSVPrinter(text, CSVFormat.RFC4180)) {
      csv.printRecord(
          "metric",
          "method",
          "mean",
          "standard_error",
          "random",
          "better",
          "rank",
          "count",
          "missing");
      for (int k = 0; k < metrics.size(); k++) {
        MetricSpec metric = metrics.get(k);
        for (int m = 0; m < methods.size(); m++) {
          Summary summary = scores.summary(k, m);
          csv.printRecord(
              metric.label(),
              methods.get(m).label(),
              finite(summary.mean()),
              finite(summary.standardError()),
              finite(scores.summary(k, scores.random()).mean()),
              metric.row().better().name().toLowerCase(Locale.ROOT),
              scores.rank(k, m),
              summary.count(),
              summary.missing());
        }
      }
    } catch (IOException e) {
      throw new InputException("cannot write summary.csv: " + e.getMessage(), e);
    }
    AtomicFile.write(folder.file("summary.csv"), text.toString());
  }

  /** A table for a terminal: each metric with its methods, the best first. */
  String table() {
    TextTable table =
        new TextTable(32, "metric", "better", "rank", "method", "mean", "± error", "random");
    for (int k = 0; k < metrics.size(); k++) {
      int metric = k;
      String name = metrics.get(k).label();
      String better = metrics.get(k).row().better().name().toLowerCase(Locale.ROOT);
      List<Integer> ranked =
          IntStream.range(0, methods.size())
              .boxed()
              .sorted(
                  Comparator.comparing(
                      m -> Objects.requireNonNullElse(scores.rank(metric, m), Integer.MAX_VALUE)))
              .toList();
      for (int m : ranked) {
        Summary summary = scores.summary(k, m);
        Integer rank = scores.rank(k, m);
        table.row(
            name,
            name.isEmpty() ? "" : better,
            rank == null ? "-" : rank.toString(),
            methods.get(m).label(),
            number(summary.mean()),
            number(summary.standardError()),
            number(scores.summary(k, scores.random()).mean()));
        name = "";
      }
    }
    return table.print();
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4g", value);
  }

  @Override
  public void close() {
    lines.close();
  }
}
