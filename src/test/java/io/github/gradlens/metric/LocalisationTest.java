package io.github.gradlens.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.metric.RelevanceMass.Pool;
import org.junit.jupiter.api.Test;

/** Metrics that know where the object is; the values are by hand. */
class LocalisationTest {
  /** r of 3×3 positions, in two channels. */
  private static final double[] R = {5, -1, 2, 5, 0, -3, 1, 1, 4};

  private static Case example(double... r) {
    float[] map = new float[r.length * 2];
    for (int p = 0; p < r.length; p++) {
      map[2 * p] = (float) (2 * r[p]);
      map[2 * p + 1] = (float) -r[p];
    }
    return Cases.of(new float[map.length], map, 3, 3, 2);
  }

  /** The example's place is 3, so the mask's fourth entry is its own. */
  private static Mask mask(int... inside) {
    byte[] values = new byte[4 * 9];
    for (int p : inside) {
      values[27 + p] = 1;
    }
    return new Mask("m.npy", NumericArray.ofBooleans(values, 4, 3, 3));
  }

  private static double play(Metric metric, Case example) {
    return FakeModel.scores(x -> 0).value(metric, example);
  }

  @Test
  void pointsAtTheMaskWithAnyOfEqualMaxima() {
    assertEquals(1, play(new PointingGame(mask(0), 0), example(R)));
    assertEquals(1, play(new PointingGame(mask(3), 0), example(R)));
    assertEquals(0, play(new PointingGame(mask(1, 2, 4, 5, 6, 7, 8), 0), example(R)));
  }

  @Test
  void toleranceIsADisk() {
    double[] corner = {9, 0, 0, 0, 0, 0, 0, 0, 0};
    assertEquals(1, play(new PointingGame(mask(1), 1), example(corner)));
    assertEquals(0, play(new PointingGame(mask(4), 1), example(corner)));
    assertEquals(1, play(new PointingGame(mask(4), 2), example(corner)));
    assertEquals(0, play(new PointingGame(mask(5), 2), example(corner)));
    // Not the neighbour in row-major order.
    assertEquals(0, play(new PointingGame(mask(3), 1), example(0, 0, 9, 0, 0, 0, 0, 0, 0)));
  }

  @Test
  void massByPool() {
    Mask mask = mask(0, 1, 5);
    Case example = example(R);
    assertEquals(5.0 / 18, play(new RelevanceMass(mask, Pool.POSITIVE), example), 1e-12);
    assertEquals(9.0 / 22, play(new RelevanceMass(mask, Pool.ABS), example), 1e-12);
    assertEquals(35.0 / 82, play(new RelevanceMass(mask, Pool.SQUARE), example), 1e-12);
    assertEquals(1.0 / 14, play(new RelevanceMass(mask, Pool.SUM), example), 1e-12);
  }

  @Test
  void rankTakesTheLowerIndexOfEquals() {
    // Order: 0, 3, 8, 2, 6, 7, 4, 1, 5.
    assertEquals(0.5, play(new RelevanceRank(mask(3, 7)), example(R)), 1e-12);
    assertEquals(4.0 / 5, play(new RelevanceRank(mask(0, 3, 6, 8, 7)), example(R)), 1e-12);
    assertEquals(1, play(new RelevanceRank(mask(0)), example(R)));
    assertEquals(0, play(new RelevanceRank(mask(3)), example(R)));
  }

  @Test
  void emptyMasksHaveNoValue() {
    for (Metric metric :
        new Metric[] {
          new PointingGame(mask(), 2),
          new RelevanceMass(mask(), Pool.ABS),
          new RelevanceRank(mask())
        }) {
      assertTrue(Double.isNaN(play(metric, example(R))), metric.toString());
    }
  }

  @Test
  void mapsWithoutMassHaveNoValue() {
    Case negative = example(-1, -1, -1, -1, -1, -1, -1, -1, -1);
    assertTrue(Double.isNaN(play(new RelevanceMass(mask(0), Pool.POSITIVE), negative)));
    assertEquals(1.0 / 9, play(new RelevanceMass(mask(0), Pool.ABS), negative), 1e-12);
  }

  @Test
  void aMaskMayHaveOneNumberAnElement() {
    float[] values = new float[4 * 18];
    values[3 * 18 + 7] = 0.5f;
    Mask mask = new Mask("m.npy", NumericArray.of(values, 4, 3, 3, 2));
    assertEquals(1, play(new PointingGame(mask, 0), example(R)));
    assertEquals(1, Mask.count(mask.of(example(R))));
  }

  @Test
  void masksThatDoNotFitAreRefused() {
    Mask few = new Mask("m.npy", NumericArray.of(new float[27], 3, 3, 3));
    assertEquals(
        "mask 'm.npy' has 3 entries, there is an example 4; give one entry an example",
        assertThrows(UsageException.class, () -> few.of(example(R))).getMessage());
    Mask small = new Mask("m.npy", NumericArray.of(new float[16], 4, 2, 2));
    assertEquals(
        "mask 'm.npy' has the shape [4, 2, 2], and an example has 9 positions, [3, 3]; give one"
            + " number a position, one entry an example",
        assertThrows(UsageException.class, () -> small.of(example(R))).getMessage());
  }
}
