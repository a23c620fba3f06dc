package io.github.gradlens.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class PiecesTest {
  private static final int[] LABELS = {
    5, 5, 5, 9, //
    5, 7, 7, 9, //
    5, 7, 2, 2, //
  };

  @Test
  void fewEnoughAreOnlyNumbered() {
    int[] expected = {
      1, 1, 1, 3, //
      1, 2, 2, 3, //
      1, 2, 0, 0, //
    };
    assertArrayEquals(expected, Pieces.atMost(4, LABELS, 4));
  }

  /** 2 and 9 are the smallest; 2 comes first, and borders 7 twice. Then 9 joins it, too. */
  @Test
  void theSmallestJoinsTheNeighbourOfTheLongestBorder() {
    int[] three = {
      0, 0, 0, 2, //
      0, 1, 1, 2, //
      0, 1, 1, 1, //
    };
    assertArrayEquals(three, Pieces.atMost(3, LABELS, 4));
    int[] two = {
      0, 0, 0, 1, //
      0, 1, 1, 1, //
      0, 1, 1, 1, //
    };
    assertArrayEquals(two, Pieces.atMost(2, LABELS, 4));
  }
}
