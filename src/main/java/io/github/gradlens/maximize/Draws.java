package io.github.gradlens.maximize;

import java.util.Random;

/** Random numbers that the host draws, by a seed and a number: of an image, or of a transform. */
final class Draws {
  private static final long ODD = 0x9E3779B97F4A7C15L;

  private Draws() {}

  /** So many values of the normal distribution with mean 0. */
  static float[] normal(long seed, int number, int count, double deviation) {
    Random random = new Random(seed(seed, number));
    float[] out = new float[count];
    for (int i = 0; i < count; i++) {
      out[i] = (float) (deviation * random.nextGaussian());
    }
    return out;
  }

  /** A seed of its own for each number: SplitMix64's finishing steps spread neighbours apart. */
  static long seed(long seed, int number) {
    long z = seed + ODD * (number + 1L);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
