package io.github.gradlens.metric;

import java.util.Arrays;

/**
 * Whether the map points at the object: 1 if any position with r = max r lies in the mask, else 0.
 * An empty mask gives no value.
 *
 * <p>Source: Zhang et al. 2018; as Quantus' PointingGame. Deviation: the paper dilates by 15
 * pixels, here {@code tolerance} is 0 unless it is given.
 *
 * @param mask where the object is
 * @param tolerance by how many pixels the mask is dilated: positions no farther than that from it
 *     count as inside
 */
record PointingGame(Mask mask, int tolerance) implements Metric {
  @Override
  public Step start(Case example) {
    boolean[] inside = mask.of(example);
    if (Mask.count(inside) == 0) {
      return Step.none();
    }
    double[] r = example.positions().relevance(example.relevance());
    double largest = Arrays.stream(r).max().orElse(Double.NaN);
    int[] axes = example.positions().axes();
    for (int p = 0; p < r.length; p++) {
      if (r[p] == largest && near(inside, p, axes)) {
        return Step.done(1);
      }
    }
    return Step.done(0);
  }

  private boolean near(boolean[] inside, int position, int[] axes) {
    if (inside[position]) {
      return true;
    }
    for (int q = 0; tolerance > 0 && q < inside.length; q++) {
      if (inside[q] && squaredDistance(position, q, axes) <= (long) tolerance * tolerance) {
        return true;
      }
    }
    return false;
  }

  private static long squaredDistance(int p, int q, int[] axes) {
    long sum = 0;
    int restP = p;
    int restQ = q;
    for (int a = axes.length - 1; a >= 0; a--) {
      long d = (long) restP % axes[a] - restQ % axes[a];
      sum += d * d;
      restP /= axes[a];
      restQ /= axes[a];
    }
    return sum;
  }
}
