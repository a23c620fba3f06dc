package io.github.gradlens.metric;

import java.util.Arrays;

/**
 * The entropy of |r|: −Σ q ln q, q = |r| / Σ|r|, 0 ln 0 = 0, in nats; of a zero map it does not
 * exist.
 *
 * <p>Source: Bhatt, Weller, Moura 2020; as Quantus.
 */
record Complexity() implements Metric {
  @Override
  public Step start(Case example) {
    double[] v = Magnitudes.of(example);
    double sum = Arrays.stream(v).sum();
    if (sum == 0) {
      return Step.none();
    }
    double entropy = 0;
    for (double each : v) {
      double q = each / sum;
      entropy -= q == 0 ? 0 : q * Math.log(q);
    }
    return Step.done(entropy);
  }
}
