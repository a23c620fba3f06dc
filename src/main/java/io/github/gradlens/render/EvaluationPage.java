package io.github.gradlens.render;

import io.github.gradlens.render.EvaluationReport.Film;
import io.github.gradlens.render.EvaluationReport.Score;
import io.github.gradlens.render.EvaluationReport.Standing;
import io.github.gradlens.render.EvaluationReport.Still;
import io.github.gradlens.render.EvaluationReport.Strip;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes an evaluation as one self-contained HTML page without script; its content security policy
 * admits none. The same report makes the same bytes.
 */
public final class EvaluationPage {
  /** The strongest tint of a cell, that of rank 1. */
  private static final double TINT = 0.3;

  private EvaluationPage() {}

  /** Writes the page as UTF-8. */
  public static void write(EvaluationReport report, OutputStream out) throws IOException {
    ReportHead head = report.head();
    Map<String, Object> model = new HashMap<>();
    model.put(
        "style", Templates.resource("report.css") + "\n" + Templates.resource("evaluation.css"));
    model.put("title", Text.clean(head.title()));
    model.put("modelName", Text.clean(head.model()));
    model.put("version", Text.clean(head.version()));
    model.put("inputs", report.inputs());
    model.put("failed", report.failed());
    model.put("methods", ReportModel.methods(head));
    model.put("settings", settings(head));
    List<Object> standings = new ArrayList<>();
    report.standings().forEach(standing -> standings.add(standing(standing, standings.size())));
    model.put("standings", standings);
    model.put("scored", scored(report));
    model.put("agreement", agreement(report));
    put(model, "accuracy", report.accuracy());
    put(model, "warning", report.warning());
    List<Object> failures = new ArrayList<>();
    report.failures().stream()
        .limit(head.limit())
        .forEach(
            f ->
                failures.add(
                    Map.of("input", Text.clean(f.input()), "error", Text.clean(f.error()))));
    model.put("failures", failures);
    Templates.fill("evaluation.ftlh", model, out);
  }

  private static void put(Map<String, Object> model, String key, @Nullable String text) {
    if (text != null) {
      model.put(key, Text.clean(text));
    }
  }

  private static List<Object> settings(ReportHead head) {
    List<Object> out = new ArrayList<>();
    head.settings()
        .forEach(
            s -> out.add(Map.of("name", Text.clean(s.name()), "value", Text.clean(s.value()))));
    return out;
  }

  private static Map<String, Object> standing(Standing standing, int place) {
    Map<String, Object> model = new HashMap<>();
    model.put("place", place);
    model.put("label", Text.clean(standing.label()));
    model.put("spec", Text.clean(standing.spec()));
    model.put("about", standing.about());
    model.put("lower", standing.lower());
    model.put("random", number(standing.random()));
    model.put("sentences", standing.sentences().stream().map(Text::clean).toList());
    model.put(
        "differences",
        standing.differences().stream()
            .map(row -> row.stream().map(EvaluationPage::difference).toList())
            .toList());
    if (standing.chart() != null) {
      model.put("chart", LineChart.of(standing.chart()));
    }
    model.put("films", standing.films().stream().map(EvaluationPage::film).toList());
    return model;
  }

  /** The matrix by method, a score a metric. */
  private static List<Object> scored(EvaluationReport report) {
    List<Object> rows = new ArrayList<>();
    for (int m = 0; m < report.head().methods().size(); m++) {
      List<Object> cells = new ArrayList<>();
      for (Standing standing : report.standings()) {
        cells.add(score(standing.scores().get(m), standing.scores().size()));
      }
      rows.add(Map.of("label", Text.clean(report.head().methods().get(m).label()), "cells", cells));
    }
    return rows;
  }

  private static Map<String, Object> score(Score score, int methods) {
    Map<String, Object> model = new HashMap<>();
    Integer rank = score.rank();
    model.put("mean", number(score.mean()));
    model.put("error", number(score.error()));
    model.put("rank", rank == null ? 0 : rank);
    double share = rank == null ? 0 : methods == 1 ? 1 : (double) (methods - rank) / (methods - 1);
    model.put("tint", String.format(Locale.ROOT, "%.2f", TINT * share));
    model.put("missing", score.missing());
    model.put("tied", score.tied());
    model.put("aboveRandom", score.aboveRandom());
    return model;
  }

  private static List<Object> agreement(EvaluationReport report) {
    List<Object> rows = new ArrayList<>();
    for (List<Double> row : report.agreement()) {
      List<Object> cells = new ArrayList<>();
      for (double value : row) {
        double held = Double.isFinite(value) ? value : 0;
        cells.add(
            Map.of(
                "text",
                Double.isNaN(value)
                    ? "–"
                    : String.format(Locale.ROOT, "%.2f", value).replace('-', '−'),
                "tint",
                String.format(Locale.ROOT, "%.2f", 0.45 * Math.abs(held)),
                "negative",
                held < 0));
      }
      rows.add(cells);
    }
    return rows;
  }

  private static Map<String, Object> difference(double errors) {
    boolean none = Double.isNaN(errors);
    return Map.of(
        "text",
        none
            ? ""
            : Double.isInfinite(errors)
                ? (errors > 0 ? "+∞" : "−∞")
                : String.format(Locale.ROOT, "%+.1f", errors).replace('-', '−'),
        "counts",
        !none && Math.abs(errors) > 2);
  }

  private static Map<String, Object> film(Film film) {
    List<Object> strips = new ArrayList<>();
    for (Strip strip : film.strips()) {
      List<Object> stills = new ArrayList<>();
      for (Still still : strip.stills()) {
        stills.add(
            Map.of(
                "caption", Text.clean(still.caption()),
                "picture", still.picture(),
                "figure", Text.clean(still.figure())));
      }
      strips.add(Map.of("method", Text.clean(strip.method()), "stills", stills));
    }
    return Map.of("input", Text.clean(film.input()), "strips", strips);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "–" : Numbers.brief(value);
  }
}
