package io.github.gradlens.metric;

import org.jspecify.annotations.Nullable;

/**
 * What the model says.
 *
 * @param score f under the metric's activation; NaN where a map was asked for
 * @param predicted the class that the model predicts; −1 where a map was asked for
 * @param map the map, where it was asked for
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and boxed it would be slow
public record Answer(double score, long predicted, float @Nullable [] map) {
  static Answer of(float[] map) {
    return new Answer(Double.NaN, -1, map);
  }

  /** The map that was asked for. */
  float[] relevance() {
    if (map == null) {
      throw new IllegalStateException("a score was asked for, not a map");
    }
    return map;
  }
}
