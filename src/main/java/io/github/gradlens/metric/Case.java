package io.github.gradlens.metric;

/**
 * One map of one example.
 *
 * @param place the example's place among all of the call
 * @param x the explained tensor's value, without batch axis; shared, not to be written
 * @param relevance R, of the same shape; shared, not to be written
 * @param positions how elements form positions
 * @param predicted the class that the model predicts
 * @param classes how many classes the output has
 * @param layers how many layers have weights that can be shuffled; 0 where no metric asks
 * @param weights w of f = Σ w·z over the output, without batch axis
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and boxed it would be slow
public record Case(
    int place,
    float[] x,
    float[] relevance,
    Positions positions,
    long predicted,
    int classes,
    int layers,
    float[] weights) {
  /** The one class that is explained, or −1 where the target is none. */
  long target() {
    long found = -1;
    for (int k = 0; k < weights.length; k++) {
      if (weights[k] != 0) {
        if (found >= 0 || weights[k] != 1) {
          return -1;
        }
        found = k;
      }
    }
    return found;
  }

  /** max x − min x over all elements. */
  double range() {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (float v : x) {
      least = Math.min(least, v);
      most = Math.max(most, v);
    }
    return most - least;
  }

  /** The same example with another map. */
  Case with(float[] map) {
    return new Case(place, x, map, positions, predicted, classes, layers, weights);
  }
}
