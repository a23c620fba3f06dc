package io.github.gradlens.metric;

import java.util.SplittableRandom;

/** Maps of independent N(0, 1) values, the same for the same example whatever else is evaluated. */
final class RandomMaps {
  private final SplittableRandom random;
  private final int size;

  RandomMaps(int place, int size) {
    this.random = Draws.of(0, place, "random map");
    this.size = size;
  }

  float[] next() {
    float[] map = new float[size];
    for (int i = 0; i < size; i++) {
      map[i] = (float) random.nextGaussian();
    }
    return map;
  }
}
