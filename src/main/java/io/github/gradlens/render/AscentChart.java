package io.github.gradlens.render;

import io.github.gradlens.render.EvaluationReport.Chart;
import io.github.gradlens.render.EvaluationReport.Line;
import io.github.gradlens.render.EvaluationReport.Point;
import io.github.gradlens.render.MaximizationReport.Curve;
import io.github.gradlens.render.MaximizationReport.Curves;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A quantity over steps, as the template's inline SVG reads it: a line an ascent, in the colour of
 * its answer, the best of an answer's restarts bold and above the others.
 */
final class AscentChart {
  /** Of an answer's other restarts no more are drawn. */
  private static final int MOST_RESTARTS = 8;

  private AscentChart() {}

  static Map<String, Object> of(Curves curves) {
    List<Curve> drawn =
        curves.lines().stream()
            .filter(curve -> curve.best() || curve.restart() < MOST_RESTARTS)
            .sorted(Comparator.comparing(Curve::best).reversed().thenComparing(Curve::answer))
            .toList();
    Map<String, Object> model =
        new HashMap<>(
            LineChart.of(
                new Chart(
                    "step",
                    curves.shows(),
                    false,
                    drawn.stream().map(AscentChart::line).toList())));
    List<Map<String, Object>> lines = styled(drawn, model);
    java.util.Collections.reverse(lines);
    model.put("lines", lines);
    return model;
  }

  /** The best stand first, so each answer's colour is that of its best. */
  private static List<Map<String, Object>> styled(List<Curve> drawn, Map<String, Object> model) {
    List<?> plain = (List<?>) java.util.Objects.requireNonNull(model.get("lines"));
    Map<Integer, Object> colours = new HashMap<>();
    List<Map<String, Object>> lines = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      Map<String, Object> line = new HashMap<>();
      ((Map<?, ?>) plain.get(i)).forEach((key, value) -> line.put(String.valueOf(key), value));
      Object own = java.util.Objects.requireNonNull(line.get("colour"));
      line.put("colour", colours.computeIfAbsent(drawn.get(i).answer(), answer -> own));
      line.put("best", drawn.get(i).best());
      lines.add(line);
    }
    return lines;
  }

  private static Line line(Curve curve) {
    List<Point> points = new ArrayList<>();
    for (int step = 0; step < curve.values().size(); step++) {
      points.add(new Point(step, curve.values().get(step), 0));
    }
    String name = "answer " + (curve.answer() + 1) + ", ascent " + (curve.restart() + 1);
    return new Line(curve.best() ? name + ", the best" : name, false, points);
  }
}
