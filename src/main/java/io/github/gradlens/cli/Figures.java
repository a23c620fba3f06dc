package io.github.gradlens.cli;

import io.github.gradlens.ExplainRequest;
import io.github.gradlens.error.InputException;
import io.github.gradlens.io.AtomicFile;
import io.github.gradlens.io.Example;
import io.github.gradlens.io.OutputFolder;
import io.github.gradlens.method.MethodSpec;
import io.github.gradlens.metric.Evaluation;
import io.github.gradlens.metric.MetricRow;
import io.github.gradlens.metric.MetricSpec;
import io.github.gradlens.metric.Summary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** Everything that {@code evaluate} writes of figures. */
final class Figures implements AutoCloseable {
  private final List<MetricSpec> metrics;
  private final List<MethodSpec> methods;
  private final OutputFolder folder;
  private final JsonLines lines;
  private final Map<Pair, Summary> values = new LinkedHashMap<>();
  private final Map<String, Summary> random = new LinkedHashMap<>();

  private record Pair(String metric, String method) {}

  Figures(EvaluateSettings settings, ExplainRequest request, OutputFolder folder) {
    this.metrics = settings.metrics();
    this.methods = request.methods();
    this.folder = folder;
    this.lines = new JsonLines(folder.path().resolve("metrics.jsonl"));
    for (MetricSpec metric : metrics) {
      random.put(metric.label(), new Summary());
      for (MethodSpec method : methods) {
        values.put(new Pair(metric.label(), method.label()), new Summary());
      }
    }
  }

  void add(List<Example> batch, Evaluation.Evaluated evaluated) {
    for (Evaluation.Figure figure : evaluated.figures()) {
      Example example = batch.get(figure.example());
      String method = methods.get(figure.method()).label();
      Objects.requireNonNull(values.get(new Pair(figure.metric(), method))).add(figure.value());
      if (figure.method() == 0) {
        Objects.requireNonNull(random.get(figure.metric())).add(figure.random());
      }
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
      for (MetricSpec metric : metrics) {
        for (MethodSpec method : methods) {
          Summary summary = summary(metric, method);
          csv.printRecord(
              metric.label(),
              method.label(),
              finite(summary.mean()),
              finite(summary.standardError()),
              finite(Objects.requireNonNull(random.get(metric.label())).mean()),
              metric.row().better().name().toLowerCase(Locale.ROOT),
              rank(metric, method),
              summary.count(),
              summary.missing());
        }
      }
    } catch (IOException e) {
      throw new InputException("cannot write summary.csv: " + e.getMessage(), e);
    }
    AtomicFile.write(folder.file("summary.csv"), text.toString());
  }

  private Summary summary(MetricSpec metric, MethodSpec method) {
    return Objects.requireNonNull(values.get(new Pair(metric.label(), method.label())));
  }

  /** 1 for the best; null without a figure. */
  private @Nullable Integer rank(MetricSpec metric, MethodSpec method) {
    double own = summary(metric, method).mean();
    if (Double.isNaN(own)) {
      return null;
    }
    int better = 0;
    for (MethodSpec other : methods) {
      double mean = summary(metric, other).mean();
      boolean lower = metric.row().better() == MetricRow.Better.LOWER;
      better += lower ? (mean < own ? 1 : 0) : (mean > own ? 1 : 0);
    }
    return better + 1;
  }

  /** A table for a terminal: each metric with its methods, the best first. */
  String table() {
    TextTable table =
        new TextTable(32, "metric", "better", "rank", "method", "mean", "± error", "random");
    for (MetricSpec metric : metrics) {
      List<MethodSpec> ranked = new ArrayList<>(methods);
      ranked.sort(
          Comparator.comparing(
              method -> Objects.requireNonNullElse(rank(metric, method), Integer.MAX_VALUE)));
      String name = metric.label();
      for (MethodSpec method : ranked) {
        Summary summary = summary(metric, method);
        Integer rank = rank(metric, method);
        table.row(
            name,
            name.isEmpty() ? "" : metric.row().better().name().toLowerCase(Locale.ROOT),
            rank == null ? "-" : rank.toString(),
            method.label(),
            number(summary.mean()),
            number(summary.standardError()),
            number(Objects.requireNonNull(random.get(metric.label())).mean()));
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
