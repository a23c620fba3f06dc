package io.github.gradlens.render;

import io.github.gradlens.render.EvaluationReport.Chart;
import io.github.gradlens.render.EvaluationReport.Line;
import io.github.gradlens.render.EvaluationReport.Point;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Mean curves with a band of ± one standard error, as the template's inline SVG reads them. A
 * drawing carries its own colours, so that it also stands alone; the page's style may change them.
 */
final class LineChart {
  private static final int LEFT = 62;
  private static final int RIGHT = 540;
  private static final int TOP = 14;
  private static final int BOTTOM = 300;
  private static final int MOST_POINTS = 200;
  private static final int LONGEST_NAME = 27;

  /** Told apart by most kinds of colour sight, on white and on black. */
  private static final List<String> COLOURS =
      List.of(
          "#3b78c4", "#d1662c", "#2f9e6e", "#b04a9c", "#8a7a1f", "#1f9fb4", "#c43c4e", "#7560c9");

  private static final List<String> DASHES = List.of("none", "7 3", "2 3", "9 3 2 3");
  private static final String RANDOM = "#808890";

  private final Chart chart;
  private final double lowX;
  private final double highX;
  private final double lowY;
  private final double highY;

  private LineChart(Chart chart) {
    this.chart = chart;
    List<Point> all = chart.lines().stream().flatMap(l -> shown(l).stream()).toList();
    lowX = all.stream().mapToDouble(Point::x).min().orElse(0);
    double farthest = all.stream().mapToDouble(Point::x).max().orElse(1);
    highX = farthest > lowX ? farthest : lowX + 1;
    double least = all.stream().mapToDouble(p -> p.mean() - error(p)).min().orElse(0);
    double most = all.stream().mapToDouble(p -> p.mean() + error(p)).max().orElse(1);
    double room = most > least ? 0.04 * (most - least) : Math.max(1e-6, Math.abs(most) * 0.1);
    lowY = least >= 0 && least < most / 3 ? 0 : least - room;
    highY = most + room;
  }

  static Map<String, Object> of(Chart chart) {
    return new LineChart(chart).model();
  }

  private Map<String, Object> model() {
    Map<String, Object> model = new HashMap<>();
    List<Object> lines = new ArrayList<>();
    int number = 0;
    for (Line line : chart.lines()) {
      List<Point> points = shown(line);
      String name = Text.clean(line.name());
      Map<String, Object> one = new HashMap<>();
      one.put("name", name);
      one.put("brief", brief(name));
      one.put("colour", line.random() ? RANDOM : COLOURS.get(number % COLOURS.size()));
      one.put("dash", line.random() ? "4 4" : DASHES.get(number / COLOURS.size() % DASHES.size()));
      one.put("path", path(points));
      one.put("band", band(points));
      one.put("y", TOP + 8 + 22 * lines.size());
      lines.add(one);
      number += line.random() ? 0 : 1;
    }
    model.put("lines", lines);
    model.put("height", Math.max(352, TOP + 22 * lines.size() + 20));
    model.put("along", chart.along() + (chart.share() ? " (%)" : ""));
    model.put("shows", chart.shows());
    model.put("x", ticks(Ticks.of(lowX, highX, 6), true));
    model.put("y", ticks(Ticks.of(lowY, highY, 5), false));
    return model;
  }

  private static String brief(String name) {
    return name.length() <= LONGEST_NAME
        ? name
        : name.substring(0, LONGEST_NAME - 10) + "…" + name.substring(name.length() - 9);
  }

  private List<Object> ticks(List<Double> values, boolean across) {
    List<Object> out = new ArrayList<>();
    for (double value : values) {
      if (across && !chart.share() && value != Math.rint(value)) {
        continue;
      }
      double shown = across && chart.share() ? 100 * value : value;
      out.add(
          Map.of(
              "at", text(across ? x(value) : y(value)),
              "text", Numbers.brief(Math.abs(shown) < 1e-9 ? 0 : shown)));
    }
    return out;
  }

  /** The points that exist; of very many, evenly spaced ones with both ends. */
  private static List<Point> shown(Line line) {
    List<Point> real = line.points().stream().filter(p -> Double.isFinite(p.mean())).toList();
    if (real.size() <= MOST_POINTS) {
      return real;
    }
    List<Point> out = new ArrayList<>();
    for (int i = 0; i < MOST_POINTS; i++) {
      out.add(real.get((int) ((long) i * (real.size() - 1) / (MOST_POINTS - 1))));
    }
    return out;
  }

  private static double error(Point point) {
    return Double.isFinite(point.error()) ? point.error() : 0;
  }

  private String path(List<Point> points) {
    StringBuilder out = new StringBuilder();
    for (Point p : points) {
      out.append(out.isEmpty() ? 'M' : 'L').append(place(p.x(), p.mean()));
    }
    return out.toString();
  }

  private String band(List<Point> points) {
    StringBuilder out = new StringBuilder();
    for (Point p : points) {
      out.append(out.isEmpty() ? 'M' : 'L').append(place(p.x(), p.mean() + error(p)));
    }
    for (int i = points.size() - 1; i >= 0; i--) {
      Point p = points.get(i);
      out.append('L').append(place(p.x(), p.mean() - error(p)));
    }
    return out.isEmpty() ? "" : out.append('Z').toString();
  }

  private String place(double x, double y) {
    return text(x(x)) + " " + text(y(y));
  }

  private double x(double value) {
    return LEFT + (value - lowX) / (highX - lowX) * (RIGHT - LEFT);
  }

  private double y(double value) {
    return BOTTOM - (value - lowY) / (highY - lowY) * (BOTTOM - TOP);
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
