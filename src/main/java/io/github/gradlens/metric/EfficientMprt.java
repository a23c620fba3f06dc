package io.github.gradlens.metric;

import io.github.gradlens.metric.Step.Ask;
import java.util.List;

/**
 * How much the map's complexity grows where the model is random: (H(R_random) − H(R)) / H(R), H the
 * entropy of a histogram of the map's values, in nats.
 *
 * <p>R_random is the map of the model with all its trained weights shuffled. The histogram has
 * equal bins from the map's least to its largest value. Where H(R) = 0 there is no value.
 *
 * <p>Source: Hedström et al. 2023, efficient MPRT.
 *
 * @param bins of the histogram
 * @param seed of the shuffling
 */
record EfficientMprt(int bins, long seed) implements Metric {
  @Override
  public boolean randomises() {
    return true;
  }

  @Override
  public Step start(Case example) {
    double own = entropy(example.relevance());
    if (example.layers() == 0 || own == 0) {
      return Step.none();
    }
    return new Ask(
        List.of(new Question.Randomised(example::x, example.layers(), seed)),
        answers -> Step.done((entropy(answers.get(0).relevance()) - own) / own));
  }

  private double entropy(float[] map) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float r : map) {
      least = Math.min(least, r);
      most = Math.max(most, r);
    }
    if (!(most > least)) {
      return 0;
    }
    int[] counts = new int[bins];
    for (float r : map) {
      int bin = (int) (((double) r - least) / ((double) most - least) * bins);
      counts[Math.min(bin, bins - 1)]++;
    }
    double entropy = 0;
    for (int count : counts) {
      double q = (double) count / map.length;
      entropy -= count == 0 ? 0 : q * Math.log(q);
    }
    return entropy;
  }
}
