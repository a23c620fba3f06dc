package io.github.gradlens.method;

import java.util.Arrays;
import java.util.List;

/**
 * Gives overlapping regions of an image a rank by what they add.
 *
 * <p>From an empty mask, the region is added whose mean attribution over its pixels outside the
 * mask is largest, the first of equals; these pixels get that mean. Regions with fewer pixels
 * outside the mask than the least are dropped. Pixels that no region covered get their own mean.
 *
 * <p>Source: Kapishnikov 2019, algorithm 1, with its ratio of gain and area as the authors' code
 * has it.
 *
 * <p>A region's mean is summed anew, in the order of its pixels, whenever it lost some: so regions
 * that have come to the same pixels have equal means, and no rounding adds up.
 */
final class RegionRanking {
  private final double[] attribution;
  private final List<int[]> regions;
  private final int[] firstHolder;
  private final int[] holders;
  private final boolean[] covered;
  private final boolean[] open;
  private final int[] left;
  private final double[] mean;

  private RegionRanking(double[] attribution, List<int[]> regions) {
    this.attribution = attribution;
    this.regions = regions;
    this.covered = new boolean[attribution.length];
    this.open = new boolean[regions.size()];
    this.left = new int[regions.size()];
    this.mean = new double[regions.size()];
    Arrays.fill(open, true);
    firstHolder = new int[attribution.length + 1];
    for (int[] region : regions) {
      for (int p : region) {
        firstHolder[p + 1]++;
      }
    }
    for (int p = 0; p < attribution.length; p++) {
      firstHolder[p + 1] += firstHolder[p];
    }
    holders = new int[firstHolder[attribution.length]];
    int[] filled = firstHolder.clone();
    for (int r = 0; r < regions.size(); r++) {
      for (int p : regions.get(r)) {
        holders[filled[p]++] = r;
      }
      measure(r);
    }
  }

  /**
   * The map of an image.
   *
   * @param attribution one figure a pixel
   * @param regions each region's pixels
   * @param least the fewest pixels that a region must add, 1 or more
   */
  static float[] of(double[] attribution, List<int[]> regions, int least) {
    RegionRanking ranking = new RegionRanking(attribution, regions);
    float[] out = new float[attribution.length];
    for (int best = ranking.best(least); best >= 0; best = ranking.best(least)) {
      ranking.add(best, out);
    }
    double rest = ranking.meanOfUncovered();
    for (int p = 0; p < out.length; p++) {
      if (!ranking.covered[p]) {
        out[p] = (float) rest;
      }
    }
    return out;
  }

  /** The region that is added next; −1 where none is left. */
  private int best(int least) {
    int best = -1;
    for (int r = 0; r < open.length; r++) {
      open[r] &= left[r] >= least;
      if (open[r] && (best < 0 || mean[r] > mean[best])) {
        best = r;
      }
    }
    return best;
  }

  private void add(int best, float[] out) {
    open[best] = false;
    boolean[] lost = new boolean[open.length];
    for (int p : regions.get(best)) {
      if (!covered[p]) {
        covered[p] = true;
        out[p] = (float) mean[best];
        for (int h = firstHolder[p]; h < firstHolder[p + 1]; h++) {
          lost[holders[h]] = true;
        }
      }
    }
    for (int r = 0; r < lost.length; r++) {
      if (lost[r] && open[r]) {
        measure(r);
      }
    }
  }

  private void measure(int region) {
    double sum = 0;
    int count = 0;
    for (int p : regions.get(region)) {
      if (!covered[p]) {
        sum += attribution[p];
        count++;
      }
    }
    left[region] = count;
    mean[region] = count == 0 ? 0 : sum / count;
  }

  private double meanOfUncovered() {
    double sum = 0;
    int count = 0;
    for (int p = 0; p < covered.length; p++) {
      if (!covered[p]) {
        sum += attribution[p];
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }
}
