package io.github.gradlens.render;

import io.github.gradlens.colour.ColourMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A report's content as the maps and lists the template reads; all numbers already text. */
final class ReportModel {
  private static final int GRADIENT_STOPS = 16;

  private ReportModel() {}

  static List<Object> settings(ReportHead head, PictureOptions options) {
    Map<String, String> lines = new LinkedHashMap<>();
    head.settings().forEach(s -> lines.put(Text.clean(s.name()), Text.clean(s.value())));
    lines.put("Colour scale", scale(options.scale()));
    lines.put("Sign", options.sign() == null ? "by method" : Choice.text(options.sign()));
    lines.put("Clip", "percentile " + Numbers.brief(options.clip()) + " of |R|");
    lines.put("Channels", Choice.text(options.channels()));
    lines.put("Overlay", Choice.text(options.overlay()));
    lines.put("Alpha", Numbers.brief(options.alpha()));
    List<Object> out = new ArrayList<>();
    lines.forEach((name, value) -> out.add(Map.of("name", name, "value", value)));
    return out;
  }

  private static String scale(Scale scale) {
    return switch (scale.kind()) {
      case IMAGE -> "image: each map has its own limit";
      case BATCH -> "batch: one limit for all maps";
      case METHOD -> "method: one limit for each method";
      case FIXED -> scale + ": the same for all maps";
      case NONE -> "none: colours end at 1";
    };
  }

  static List<Object> methods(ReportHead head) {
    List<Object> out = new ArrayList<>();
    for (ReportHead.Method method : head.methods()) {
      out.add(Map.of("label", Text.clean(method.label()), "spec", Text.clean(method.spec())));
    }
    return out;
  }

  static List<Object> failures(List<Report.Failure> failures, int limit) {
    List<Object> out = new ArrayList<>();
    for (Report.Failure f : failures.subList(0, Math.min(limit, failures.size()))) {
      out.add(Map.of("input", Text.clean(f.input()), "error", Text.clean(f.error())));
    }
    return out;
  }

  /** The colour maps that occur, each with its gradient. */
  static List<Object> legends(Map<Integer, Report.Row> rows) {
    TreeSet<ColourMap> used = new TreeSet<>();
    for (Report.Row row : rows.values()) {
      row.cells.values().stream()
          .filter(d -> d.error() == null)
          .forEach(d -> used.add(d.colours()));
    }
    List<Object> out = new ArrayList<>();
    for (ColourMap map : used) {
      out.add(
          Map.of(
              "kind", map.name().toLowerCase(Locale.ROOT),
              "gradient", gradient(map),
              "neutral", hex(map.neutral())));
    }
    return out;
  }

  static Map<String, Object> row(
      int index, Report.Row row, ReportHead head, Function<Spool.Ref, Object> uri) {
    Map<String, Object> model = new HashMap<>();
    model.put("number", index + 1);
    model.put("name", Text.clean(row.name));
    if (row.image != null) {
      model.put("image", uri.apply(row.image));
      model.put("width", row.width);
      model.put("height", row.height);
      model.put("sourceSize", row.shell.width() + " × " + row.shell.height());
      model.put("tiny", row.width <= 96 && row.height <= 96);
    }
    List<Object> top = new ArrayList<>();
    for (Prediction p : row.top) {
      top.add(
          Map.of(
              "label", Text.clean(p.label()),
              "percent", Numbers.percent(p.probability()),
              "width", percentWidth(p.probability()),
              "target", p.target()));
    }
    model.put("top", top);
    List<Object> columns = new ArrayList<>();
    for (ReportHead.Column column : head.columns()) {
      List<Object> cells = new ArrayList<>();
      for (ReportHead.Method method : column.methods()) {
        cells.add(cell(method.label(), row, uri));
      }
      columns.add(Map.of("title", Text.clean(column.title()), "cells", cells));
    }
    model.put("columns", columns);
    return model;
  }

  static List<String> columns(ReportHead head) {
    return head.columns().stream().map(column -> Text.clean(column.title())).toList();
  }

  private static Map<String, Object> cell(
      String label, Report.Row row, Function<Spool.Ref, Object> uri) {
    Map<String, Object> model = new HashMap<>();
    model.put("label", Text.clean(label));
    Report.Drawn drawn = row.cells.get(label);
    if (drawn == null) {
      model.put("kind", "missing");
      return model;
    }
    if (drawn.facts() == null) {
      model.put("kind", "error");
      model.put("error", Text.clean(String.valueOf(drawn.error())));
      return model;
    }
    model.put("kind", kind(drawn, row));
    model.put("colours", drawn.colours().name().toLowerCase(Locale.ROOT));
    facts(model, drawn.facts(), drawn.scale());
    model.put("notes", drawn.notes().stream().map(Text::clean).toList());
    if (drawn.picture() != null) {
      model.put("picture", uri.apply(drawn.picture()));
      model.put("width", drawn.width());
      model.put("height", drawn.height());
      model.put("crisp", crisp(drawn, row));
    }
    if (drawn.bars() != null) {
      bars(model, drawn.bars(), drawn.scale());
    }
    return model;
  }

  private static String kind(Report.Drawn drawn, Report.Row row) {
    Bars bars = drawn.bars();
    if (bars != null) {
      return bars.tokens() ? "tokens" : "bars";
    }
    if (drawn.picture() == null) {
      return "none";
    }
    return row.image == null && drawn.width() > 2 * drawn.height() ? "strip" : "layers";
  }

  /** Pixels stay square where the map is as fine as a small input. */
  private static boolean crisp(Report.Drawn drawn, Report.Row row) {
    return row.image == null
        ? drawn.width() <= 96
        : drawn.width() == row.width && drawn.width() <= 96;
  }

  private static void facts(Map<String, Object> model, Cell facts, @Nullable ColourScale scale) {
    if (facts.target() != null) {
      model.put("target", Text.clean(facts.target()));
    }
    model.put("score", Double.isNaN(facts.score()) ? "–" : Numbers.brief(facts.score()));
    model.put("seconds", Numbers.brief(facts.seconds()) + " s");
    Cell.Layer layer = facts.layer();
    if (layer != null) {
      model.put("layer", Text.clean(layer.name()));
      model.put("layerSize", Text.clean(layer.size()));
    }
    if (facts.residual() != null) {
      model.put("residual", Numbers.brief(facts.residual()));
    }
    if (facts.absorbed() != null) {
      model.put("absorbed", Numbers.brief(facts.absorbed()));
    }
    if (scale != null) {
      model.put("zero", scale.zero());
      model.put("limit", Numbers.brief(scale.limit()));
      model.put("how", scale.how());
    }
  }

  private static void bars(Map<String, Object> model, Bars bars, @Nullable ColourScale scale) {
    List<Object> rows = new ArrayList<>();
    for (Bars.Row row : bars.rows()) {
      Map<String, Object> line = new HashMap<>();
      line.put("name", Text.clean(row.name()));
      line.put("value", row.value() == null ? "" : Numbers.brief(row.value()));
      line.put("relevance", Numbers.signed(row.relevance()));
      double share = bars.limit() == 0 ? 0 : Math.abs(row.relevance()) / bars.limit();
      line.put("width", percentWidth(share));
      line.put("negative", row.relevance() < 0);
      double t = scale == null ? 0 : scale.fraction((float) row.relevance());
      line.put("colour", hex(ColourMap.SIGNED.rgb(t)));
      line.put("light", Math.abs(t) > 0.6);
      rows.add(line);
    }
    model.put("bars", rows);
    model.put("diverging", bars.rows().stream().anyMatch(r -> r.relevance() < 0));
    model.put("more", bars.features() - bars.rows().size());
  }

  private static String percentWidth(double share) {
    double held = Double.isNaN(share) ? 0 : Math.max(0, Math.min(1, share));
    return String.format(Locale.ROOT, "%.1f", 100 * held);
  }

  private static String gradient(ColourMap map) {
    StringBuilder out = new StringBuilder("linear-gradient(90deg");
    for (int i = 0; i <= GRADIENT_STOPS; i++) {
      double share = (double) i / GRADIENT_STOPS;
      out.append(',').append(hex(map.rgb(map.diverging() ? 2 * share - 1 : share)));
    }
    return out.append(')').toString();
  }

  private static String hex(int rgb) {
    return String.format(Locale.ROOT, "#%06x", rgb);
  }
}
