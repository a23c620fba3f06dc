package io.github.gradlens.metric;

import java.util.List;

/** Areas under curves of equal steps. */
final class Curve {
  private Curve() {}

  /** Σ (v_j + v_{j+1}) / 2. */
  static double trapezoid(List<Double> values) {
    double sum = 0;
    for (int j = 0; j + 1 < values.size(); j++) {
      sum += (values.get(j) + values.get(j + 1)) / 2;
    }
    return sum;
  }
}
