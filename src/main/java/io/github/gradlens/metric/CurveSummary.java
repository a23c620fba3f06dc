package io.github.gradlens.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * The mean of curves point by point and its standard error, taken in one curve at a time (Welford
 * 1962). Curves may differ in length; a point counts those that reach it.
 */
public final class CurveSummary {
  private final List<Point> points = new ArrayList<>();

  private static final class Point {
    private long count;
    private double mean;
    private double squares;
  }

  /** Takes a curve in. */
  public void add(List<Double> curve) {
    for (int i = 0; i < curve.size(); i++) {
      if (i == points.size()) {
        points.add(new Point());
      }
      double value = curve.get(i);
      if (Double.isFinite(value)) {
        Point point = points.get(i);
        point.count++;
        double from = value - point.mean;
        point.mean += from / point.count;
        point.squares += from * (value - point.mean);
      }
    }
  }

  /** How many points the longest curve had. */
  public int size() {
    return points.size();
  }

  /** How many curves reach a point. */
  public long count(int i) {
    return points.get(i).count;
  }

  /** The mean at a point; NaN where no curve has a value there. */
  public double mean(int i) {
    Point point = points.get(i);
    return point.count == 0 ? Double.NaN : point.mean;
  }

  /** s/√n at a point, s the sample deviation; NaN of fewer than two curves. */
  public double standardError(int i) {
    Point point = points.get(i);
    return point.count < 2
        ? Double.NaN
        : Math.sqrt(point.squares / (point.count - 1) / point.count);
  }
}
