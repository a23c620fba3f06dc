package io.github.gradlens.metric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All figures of a call: one number an example, metric and method, and the mean curves. Everything
 * that is said of an evaluation is read from here, so that a table and a report cannot disagree.
 */
public final class Scoreboard {
  private final List<MetricSpec> metrics;
  private final int methods;
  private final List<Board> boards = new ArrayList<>();

  /** One metric's figures; place 0 … methods − 1, and the random map behind them. */
  private static final class Board {
    private final List<List<Double>> values = new ArrayList<>();
    private final List<CurveSummary> curves = new ArrayList<>();

    Board(int rows) {
      for (int i = 0; i < rows; i++) {
        values.add(new ArrayList<>());
        curves.add(new CurveSummary());
      }
    }
  }

  /** An empty one. */
  public Scoreboard(List<MetricSpec> metrics, int methods) {
    this.metrics = List.copyOf(metrics);
    this.methods = methods;
    metrics.forEach(metric -> boards.add(new Board(methods + 1)));
  }

  /** The random map's place among the methods. */
  public int random() {
    return methods;
  }

  /** Takes a batch in: each example with all its methods and metrics. */
  public void add(List<Evaluation.Figure> figures) {
    Map<String, Board> byLabel = new LinkedHashMap<>();
    for (int k = 0; k < metrics.size(); k++) {
      byLabel.put(metrics.get(k).label(), boards.get(k));
    }
    for (Evaluation.Figure figure : figures) {
      Board board = Objects.requireNonNull(byLabel.get(figure.metric()), figure::metric);
      board.values.get(figure.method()).add(figure.value());
      board.curves.get(figure.method()).add(figure.curve());
      if (figure.method() == 0) {
        board.values.get(methods).add(figure.random());
        board.curves.get(methods).add(figure.randomCurve());
      }
    }
  }

  /** Mean, standard error and count of a metric's figures of a method. */
  public Summary summary(int metric, int method) {
    Summary summary = new Summary();
    boards.get(metric).values.get(method).forEach(summary::add);
    return summary;
  }

  /** The mean curve of a method; without points where the metric draws none. */
  public CurveSummary curve(int metric, int method) {
    return boards.get(metric).curves.get(method);
  }

  /** 1 for the best mean; null without a figure. Equals share the better rank. */
  public @Nullable Integer rank(int metric, int method) {
    double own = summary(metric, method).mean();
    if (Double.isNaN(own)) {
      return null;
    }
    int better = 0;
    for (int other = 0; other < methods; other++) {
      double mean = summary(metric, other).mean();
      better += lower(metric) ? (mean < own ? 1 : 0) : (mean > own ? 1 : 0);
    }
    return better + 1;
  }

  private boolean lower(int metric) {
    return metrics.get(metric).row().better() == MetricRow.Better.LOWER;
  }

  /** a − b over the examples of which both have a figure. */
  public Difference difference(int metric, int a, int b) {
    List<Double> first = boards.get(metric).values.get(a);
    List<Double> second = boards.get(metric).values.get(b);
    Summary differences = new Summary();
    for (int i = 0; i < first.size(); i++) {
      double difference = first.get(i) - second.get(i);
      if (!Double.isNaN(difference)) {
        differences.add(difference);
      }
    }
    return Difference.of(differences);
  }

  /** Whether a is better than b by more than the error of their difference. */
  public boolean beats(int metric, int a, int b) {
    Difference difference = difference(metric, a, b);
    return difference.counts() && (difference.mean() < 0) == lower(metric);
  }

  /**
   * Spearman's rank correlation of two metrics over all methods and examples of which both have a
   * figure. Where lower is better the sign is turned: 1 says that they agree which is better. NaN
   * of fewer than two figures.
   */
  public double agreement(int metric, int other) {
    List<Double> a = new ArrayList<>();
    List<Double> b = new ArrayList<>();
    for (int m = 0; m < methods; m++) {
      List<Double> first = boards.get(metric).values.get(m);
      List<Double> second = boards.get(other).values.get(m);
      for (int i = 0; i < first.size(); i++) {
        if (!Double.isNaN(first.get(i)) && !Double.isNaN(second.get(i))) {
          a.add(lower(metric) ? -first.get(i) : first.get(i));
          b.add(lower(other) ? -second.get(i) : second.get(i));
        }
      }
    }
    return a.size() < 2 ? Double.NaN : Correlation.spearman(doubles(a), doubles(b));
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(v -> v).toArray();
  }
}
