package io.github.gradlens.metric;

import java.util.Arrays;

/**
 * How many positions matter: the number with |r| / max|r| > eps; 0 for a zero map.
 *
 * <p>Source: Nguyen, Martínez 2020, as Quantus reads it.
 */
record EffectiveComplexity(double eps) implements Metric {
  @Override
  public Step start(Case example) {
    double[] v = Magnitudes.of(example);
    double largest = Arrays.stream(v).max().orElse(0);
    int matter = 0;
    for (double each : v) {
      matter += largest > 0 && each / largest > eps ? 1 : 0;
    }
    return Step.done(matter);
  }
}
