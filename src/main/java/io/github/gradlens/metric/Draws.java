package io.github.gradlens.metric;

import java.util.SplittableRandom;

/**
 * Random draws that depend on a seed, the example's place and what they are for, on nothing else.
 */
final class Draws {
  private static final long ODD = 0x9E3779B97F4A7C15L;

  private Draws() {}

  static SplittableRandom of(long seed, int place, String purpose) {
    long mixed = (seed * ODD + place + 1) * ODD + purpose.hashCode();
    return new SplittableRandom(mixed).split();
  }
}
