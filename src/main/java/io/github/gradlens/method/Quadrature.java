package io.github.gradlens.method;

import io.github.gradlens.array.NumericArray;
import java.util.Locale;

/**
 * Where on [0, 1] a path integral takes its gradients, and with which weights. The weights of every
 * rule sum to 1.
 *
 * <p>midpoint α = (k+½)/n; left k/n; right (k+1)/n; trapezoid α = k/(n−1), half weights at both
 * ends; Gauss–Legendre the n-point rule mapped from [−1, 1].
 *
 * <p>Deviations: captum's trapezoid divides by n where n − 1 intervals are summed, and is low by
 * 1/n.
 *
 * @param alphas the nodes, ascending
 * @param weights their weights
 */
public record Quadrature(NumericArray alphas, NumericArray weights) {
  /** A quadrature rule by the name that SPECs use. */
  public enum Rule {
    GAUSS_LEGENDRE,
    MIDPOINT,
    TRAPEZOID,
    LEFT,
    RIGHT;

    static Rule parse(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  public static Quadrature of(Rule rule, int n) {
    double[] nodes = new double[n];
    double[] weights = new double[n];
    switch (rule) {
      case GAUSS_LEGENDRE -> gaussLegendre(nodes, weights);
      case MIDPOINT -> equal(nodes, weights, 0.5);
      case LEFT -> equal(nodes, weights, 0);
      case RIGHT -> equal(nodes, weights, 1);
      case TRAPEZOID -> trapezoid(nodes, weights);
    }
    float[] a = new float[n];
    float[] w = new float[n];
    for (int k = 0; k < n; k++) {
      a[k] = (float) nodes[k];
      w[k] = (float) weights[k];
    }
    return new Quadrature(NumericArray.of(a, n), NumericArray.of(w, n));
  }

  private static void equal(double[] nodes, double[] weights, double offset) {
    int n = nodes.length;
    for (int k = 0; k < n; k++) {
      nodes[k] = (k + offset) / n;
      weights[k] = 1.0 / n;
    }
  }

  private static void trapezoid(double[] nodes, double[] weights) {
    int n = nodes.length;
    if (n < 2) {
      throw new IllegalArgumentException("the trapezoid rule needs 2 steps or more");
    }
    for (int k = 0; k < n; k++) {
      nodes[k] = (double) k / (n - 1);
      weights[k] = (k == 0 || k == n - 1 ? 0.5 : 1.0) / (n - 1);
    }
  }

  /** Roots of the Legendre polynomial Pₙ by Newton's method; w = 2 / ((1 − x²) Pₙ′(x)²). */
  private static void gaussLegendre(double[] nodes, double[] weights) {
    int n = nodes.length;
    for (int i = 0; i < n; i++) {
      double x = -Math.cos(Math.PI * (i + 0.75) / (n + 0.5));
      double slope = 1;
      for (int round = 0; round < 100; round++) {
        double before = 1;
        double value = x;
        for (int k = 2; k <= n; k++) {
          double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
          before = value;
          value = next;
        }
        slope = n * (x * value - before) / (x * x - 1);
        double move = value / slope;
        x -= move;
        if (Math.abs(move) < 1e-15) {
          break;
        }
      }
      nodes[i] = (x + 1) / 2;
      weights[i] = 1 / ((1 - x * x) * slope * slope);
    }
  }
}
