package io.github.gradlens.metric;

/** |r| of each position. */
final class Magnitudes {
  private Magnitudes() {}

  static double[] of(Case example) {
    double[] r = example.positions().relevance(example.relevance());
    for (int p = 0; p < r.length; p++) {
      r[p] = Math.abs(r[p]);
    }
    return r;
  }
}
