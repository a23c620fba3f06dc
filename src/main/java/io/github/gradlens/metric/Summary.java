package io.github.gradlens.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * One metric's figures of one method over examples: mean, standard error, and how many there are.
 * Values that do not exist are left out and counted.
 */
public final class Summary {
  private final List<Double> values = new ArrayList<>();
  private int missing;

  /** Takes a value in; NaN is one that does not exist. */
  public void add(double value) {
    if (Double.isNaN(value)) {
      missing++;
    } else {
      values.add(value);
    }
  }

  /** How many values there are. */
  public int count() {
    return values.size();
  }

  /** How many examples had none. */
  public int missing() {
    return missing;
  }

  /** The mean; NaN of no value. */
  public double mean() {
    return values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
  }

  /** s/√n, s the sample deviation; NaN of fewer than two values. */
  public double standardError() {
    int n = values.size();
    if (n < 2) {
      return Double.NaN;
    }
    double mean = mean();
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (n - 1) / n);
  }

  /** The values in the order in which they came. */
  public List<Double> values() {
    return List.copyOf(values);
  }
}
