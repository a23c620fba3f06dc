package io.github.gradlens.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which windows selectivity removes, on one, two and three axes of positions. */
class SelectivityTest {
  private static final Removal ZERO = Removal.parse("zero");

  /** f = Σ w·x with the map w ⊙ x, so that what is gone has no relevance left. */
  private static FakeModel model(float[] w) {
    return new FakeModel(
        Cases.linear(w),
        (x, toward) -> {
          float[] map = x.clone();
          for (int i = 0; i < map.length; i++) {
            map[i] *= w[i];
          }
          return map;
        },
        x -> 0);
  }

  private static Case ones(float[] w, long... shape) {
    return Cases.of(Cases.constant(w.length, 1), w, shape);
  }

  private static int gone(float[] x) {
    int count = 0;
    for (float v : x) {
      count += v == 0 ? 1 : 0;
    }
    return count;
  }

  @Test
  void aWindowOfASequenceIsARun() {
    float[] w = {1, 0, 5, 4, 3};
    Step.Done done = model(w).play(new Selectivity(9, 2, ZERO), ones(w, 5, 1));
    // 5 + 4 goes first, then 1 + 0; the last element lies in no free window.
    assertEquals(List.of(13.5, 4.5, 3.5), done.curve());
    assertEquals((9 + 4) / (2 * 13.5), done.value(), 1e-12);
  }

  @Test
  void aWindowOfAVolumeReachesAlongEveryAxis() {
    float[] w = new float[3 * 4 * 5];
    // All that matters lies in the last 2×2×2 positions.
    for (int z = 1; z <= 2; z++) {
      for (int y = 2; y <= 3; y++) {
        for (int x = 3; x <= 4; x++) {
          w[(z * 4 + y) * 5 + x] = 1 + z;
        }
      }
    }
    FakeModel model = model(w);
    Step.Done done = model.play(new Selectivity(1, 2, ZERO), ones(w, 3, 4, 5, 1));
    assertEquals(List.of(20.5, 0.5), done.curve());
    float[] x = model.scored.get(1);
    assertEquals(8, gone(x));
    for (int i = 0; i < w.length; i++) {
      assertEquals(w[i] == 0 ? 1 : 0, x[i], "element " + i);
    }
  }

  @Test
  void theFirstOfEqualWindowsGoesAndNoneTouchesAnother() {
    float[] w = Cases.constant(5 * 5 * 2, 1);
    FakeModel model = model(w);
    Step.Done done = model.play(new Selectivity(9, 2, ZERO), ones(w, 5, 5, 2));
    assertEquals(5, done.curve().size());
    assertArrayEquals(new float[] {0, 0, 0, 0, 1, 1, 1, 1, 1, 1}, row(model.scored.get(1), 1));
    assertEquals(4 * 4 * 2, gone(model.scored.get(4)));
    assertArrayEquals(new float[] {0, 0, 0, 0, 0, 0, 0, 0, 1, 1}, row(model.scored.get(4), 3));
  }

  private static float[] row(float[] x, int row) {
    return java.util.Arrays.copyOfRange(x, row * 10, row * 10 + 10);
  }

  @Test
  void aWindowThatFitsNowhereGivesNoValue() {
    float[] w = Cases.constant(3 * 8, 1);
    assertTrue(Double.isNaN(model(w).value(new Selectivity(4, 4, ZERO), ones(w, 3, 8, 1))));
  }
}
