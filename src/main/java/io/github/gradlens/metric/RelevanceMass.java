package io.github.gradlens.metric;

/**
 * What share of the relevance lies in the mask: Σ_mask v / Σ v. It does not exist for an empty
 * mask, nor where Σ v = 0.
 *
 * <p>Source: Arras, Osman, Samek 2022; as Quantus' RelevanceMassAccuracy of the pooled map. Its
 * default pools by {@code sum}, which has no bounds for signed maps.
 *
 * @param mask where the object is
 * @param pool what v is
 */
record RelevanceMass(Mask mask, Pool pool) implements Metric {
  /** From r to v. */
  enum Pool {
    /** max(r, 0). */
    POSITIVE,
    /** |r|. */
    ABS,
    /** r². */
    SQUARE,
    /** r. */
    SUM;

    double of(double r) {
      return switch (this) {
        case POSITIVE -> Math.max(r, 0);
        case ABS -> Math.abs(r);
        case SQUARE -> r * r;
        case SUM -> r;
      };
    }
  }

  @Override
  public Step start(Case example) {
    boolean[] inside = mask.of(example);
    double[] r = example.positions().relevance(example.relevance());
    double within = 0;
    double all = 0;
    for (int p = 0; p < r.length; p++) {
      double v = pool.of(r[p]);
      within += inside[p] ? v : 0;
      all += v;
    }
    return Mask.count(inside) == 0 || all == 0 ? Step.none() : Step.done(within / all);
  }
}
