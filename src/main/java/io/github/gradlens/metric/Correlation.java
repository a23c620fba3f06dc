package io.github.gradlens.metric;

import java.util.Arrays;
import java.util.Comparator;

/** Correlations of two sequences; of a constant one they are 0. */
final class Correlation {
  private Correlation() {}

  /** Σ (a − ā)(b − b̄) / √(Σ (a − ā)² Σ (b − b̄)²). */
  static double pearson(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElse(0);
    double meanB = Arrays.stream(b).average().orElse(0);
    double product = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (a[i] - meanA) * (b[i] - meanB);
      squaresA += (a[i] - meanA) * (a[i] - meanA);
      squaresB += (b[i] - meanB) * (b[i] - meanB);
    }
    boolean constant = isConstant(a) || isConstant(b) || squaresA == 0 || squaresB == 0;
    return constant ? 0 : product / Math.sqrt(squaresA) / Math.sqrt(squaresB);
  }

  private static boolean isConstant(double[] values) {
    return Arrays.stream(values).allMatch(v -> v == values[0]);
  }

  /** Pearson's of the ranks; equals share the mean of theirs. */
  static double spearman(double[] a, double[] b) {
    return pearson(ranks(a), ranks(b));
  }

  static double[] ranks(double[] values) {
    Integer[] order = new Integer[values.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
    double[] ranks = new double[values.length];
    int from = 0;
    while (from < order.length) {
      int to = from + 1;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + to - 1) / 2.0;
      }
      from = to;
    }
    return ranks;
  }

  /** a·b / (‖a‖‖b‖). */
  static double cosine(double[] a, double[] b) {
    double product = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      product += a[i] * b[i];
      squaresA += a[i] * a[i];
      squaresB += b[i] * b[i];
    }
    return squaresA == 0 || squaresB == 0 ? 0 : product / Math.sqrt(squaresA) / Math.sqrt(squaresB);
  }
}
