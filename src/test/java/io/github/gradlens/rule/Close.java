package io.github.gradlens.rule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

/** Compares with what is expected, relative to the largest of it. */
final class Close {
  private Close() {}

  static void check(String what, Numbers expected, Numbers actual, double tolerance) {
    assertArrayEquals(expected.shape(), actual.shape(), what + ": shape");
    check(what, expected.values(), actual.values(), tolerance);
  }

  static void check(String what, double[] expected, double[] actual, double tolerance) {
    assertEquals(expected.length, actual.length, what + ": length");
    double size = 1;
    for (double value : expected) {
      size = Math.max(size, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(expected[i] - actual[i]) <= tolerance * size)) {
        fail(what + "[" + i + "]: expected " + expected[i] + ", got " + actual[i]);
      }
    }
  }
}
