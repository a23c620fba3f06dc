package io.github.gradlens.segmentation;

import java.util.HashMap;
import java.util.Map;

/**
 * The adjusted Rand index of two labellings: pairs of pixels on which they agree, 1 where they are
 * equal up to names, about 0 of independent ones. Hubert and Arabie 1985, equation 5.
 */
final class AdjustedRand {
  private AdjustedRand() {}

  static double of(int[] a, int[] b) {
    Map<Long, Long> both = new HashMap<>();
    Map<Integer, Long> one = new HashMap<>();
    Map<Integer, Long> other = new HashMap<>();
    for (int p = 0; p < a.length; p++) {
      both.merge(((long) a[p] << 32) + b[p], 1L, Long::sum);
      one.merge(a[p], 1L, Long::sum);
      other.merge(b[p], 1L, Long::sum);
    }
    double together = pairs(both);
    double expected = pairs(one) * pairs(other) / pair(a.length);
    double most = (pairs(one) + pairs(other)) / 2;
    return most == expected ? 1 : (together - expected) / (most - expected);
  }

  private static double pairs(Map<?, Long> counts) {
    return counts.values().stream().mapToDouble(AdjustedRand::pair).sum();
  }

  private static double pair(double n) {
    return n * (n - 1) / 2;
  }
}
