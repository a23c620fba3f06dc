package io.github.gradlens.metric;

/**
 * What share of the most relevant positions lies in the mask: |first K of the order ∩ mask| / K, K
 * = |mask|. It does not exist for an empty mask.
 *
 * <p>Source: Arras, Osman, Samek 2022; as Quantus' RelevanceRankAccuracy.
 *
 * @param mask where the object is
 */
record RelevanceRank(Mask mask) implements Metric {
  @Override
  public Step start(Case example) {
    boolean[] inside = mask.of(example);
    int size = Mask.count(inside);
    if (size == 0) {
      return Step.none();
    }
    int[] order = Positions.descending(example.positions().relevance(example.relevance()));
    int hits = 0;
    for (int i = 0; i < size; i++) {
      hits += inside[order[i]] ? 1 : 0;
    }
    return Step.done((double) hits / size);
  }
}
