package io.github.gradlens.metric;

import java.util.Arrays;

/**
 * The Gini index of |r|: Σᵢ (2i − P − 1) v₍ᵢ₎ / (P Σ v), v = |r| ascending, i = 1…P; 0 for a zero
 * map.
 *
 * <p>Source: Chalasani et al. 2020; as Quantus, which adds 1e-7.
 */
record Sparseness() implements Metric {
  @Override
  public Step start(Case example) {
    double[] v = Magnitudes.of(example);
    Arrays.sort(v);
    double sum = Arrays.stream(v).sum();
    if (sum == 0) {
      return Step.done(0);
    }
    double weighted = 0;
    for (int i = 0; i < v.length; i++) {
      weighted += (2.0 * (i + 1) - v.length - 1) * v[i];
    }
    return Step.done(weighted / (v.length * sum));
  }
}
