package io.github.gradlens.maximize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.NumericArray;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Transforms against a naive sampler that is given what they drew, and the draws themselves. */
class TransformTest {
  private static final long SEED = 11;

  /** Blue, green, red about 0, each with bounds of its own. */
  private static final Canvas CANVAS =
      new Canvas(7, 9, 3, List.of(-104f, -117f, -124f), List.of(151f, 138f, 131f), true);

  /** As many images, of one pixel. */
  private static NumericArray many(int count) {
    return NumericArray.of(new float[count], count, 1, 1, 1);
  }

  private static NumericArray matrices(Geometric transform, NumericArray images, int place, int k) {
    return Scratch.drawn(
        images, k, (tf, x, step) -> transform.matrix(tf, x, step, Draws.seed(SEED, place)));
  }

  private static double[] doubles(NumericArray array) {
    double[] out = new double[array.size()];
    Arrays.setAll(out, array::doubleAt);
    return out;
  }

  private static double[] column(NumericArray rows, int width, int column) {
    double[] out = new double[rows.size() / width];
    Arrays.setAll(out, i -> rows.doubleAt(i * width + column));
    return out;
  }

  private static double mean(double[] a) {
    return Arrays.stream(a).average().orElseThrow();
  }

  private static double deviation(double[] a) {
    double mean = mean(a);
    return Math.sqrt(Arrays.stream(a).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
  }

  /** A 3 × 3 matrix's third row, and the linear part that the four numbers name. */
  private static void linear(NumericArray matrices, int i, double a, double b, double d, double e) {
    double[] all = Arrays.copyOfRange(doubles(matrices), 9 * i, 9 * i + 9);
    assertArrayEquals(
        new double[] {a, b, d, e, 0, 0, 1},
        new double[] {all[0], all[1], all[3], all[4], all[6], all[7], all[8]},
        1e-6);
  }

  /** The centre (4, 3) of an image of 9 × 7 pixels stays. */
  private static void centred(NumericArray matrices, int i) {
    double[] m = doubles(matrices);
    assertEquals(4, 4 * m[9 * i] + 3 * m[9 * i + 1] + m[9 * i + 2], 1e-5);
    assertEquals(3, 4 * m[9 * i + 3] + 3 * m[9 * i + 4] + m[9 * i + 5], 1e-5);
  }

  @Test
  void jitterShiftsByEachNumberOfPixelsAsOften() {
    NumericArray drawn = matrices(new Jitter(3), many(4000), 0, 5);
    for (int column : new int[] {2, 5}) {
      double[] shifts = column(drawn, 9, column);
      Set<Double> found = new TreeSet<>();
      Arrays.stream(shifts).forEach(found::add);
      assertEquals(Set.of(-1.0, 0.0, 1.0, 2.0), found);
      assertEquals(0.5, mean(shifts), 0.06);
    }
    linear(drawn, 17, 1, 0, 0, 1);
    assertFalse(Arrays.equals(column(drawn, 9, 2), column(drawn, 9, 5)));
  }

  @Test
  void scaleDrawsFactorsEvenlyAndKeepsTheCentre() {
    double[] factors =
        Arrays.stream(column(matrices(new Scale(0.5, 2), many(4000), 0, 5), 9, 0))
            .map(v -> 1 / v)
            .toArray();
    assertEquals(1.25, mean(factors), 0.03);
    assertEquals(1.5 / Math.sqrt(12), deviation(factors), 0.02);
    assertTrue(Arrays.stream(factors).allMatch(f -> f > 0.4999 && f < 2.0001));
    NumericArray drawn = matrices(new Scale(0.5, 2), images(2), 0, 5);
    linear(drawn, 1, drawn.doubleAt(9), 0, 0, drawn.doubleAt(9));
    centred(drawn, 1);
  }

  @Test
  void rotateDrawsAnglesEvenlyAndKeepsTheCentre() {
    NumericArray many = matrices(new Rotate(30), many(4000), 0, 5);
    double[] angles = new double[4000];
    Arrays.setAll(
        angles, i -> Math.toDegrees(Math.atan2(many.doubleAt(9 * i + 3), many.doubleAt(9 * i))));
    assertEquals(0, mean(angles), 1);
    assertEquals(60 / Math.sqrt(12), deviation(angles), 0.6);
    assertTrue(Arrays.stream(angles).allMatch(a -> Math.abs(a) < 30.001));
    NumericArray drawn = matrices(new Rotate(30), images(2), 0, 5);
    double angle = Math.atan2(drawn.doubleAt(12), drawn.doubleAt(9));
    linear(drawn, 1, Math.cos(angle), -Math.sin(angle), Math.sin(angle), Math.cos(angle));
    centred(drawn, 1);
  }

  @Test
  void padShrinksTheImageIntoItsBorder() {
    NumericArray drawn = matrices(new Pad(2), images(2), 0, 5);
    assertArrayEquals(new long[] {1, 3, 3}, drawn.shape());
    linear(drawn, 0, 13 / 9.0, 0, 0, 11 / 7.0);
    centred(drawn, 0);
  }

  private static NumericArray images(int count) {
    return NaiveImages.normal(2, 60, count, 7, 9, 3);
  }

  @Test
  void aChainOfMapsReadsTheImageOnce() {
    Geometric[] maps = {new Jitter(3), new Scale(0.7, 1.4), new Rotate(40), new Pad(1)};
    Transforms transforms = new Transforms(List.of(maps));
    NumericArray images = images(3);
    NumericArray[] drawn = new NumericArray[maps.length];
    for (int i = 0; i < maps.length; i++) {
      drawn[i] = matrices(maps[i], images, i, 4);
    }
    check(transforms, images, 4, x -> new NaiveSampler(x, CANVAS).warped(drawn));
  }

  @Test
  void oneMapAloneIsTheSameAsAListOfIt() {
    NumericArray images = images(2);
    NumericArray drawn = matrices(new Rotate(40), images, 0, 4);
    double[] alone =
        doubles(
            Scratch.drawn(
                images,
                4,
                (tf, x, step) -> new Rotate(40).apply(tf, x, step, Draws.seed(SEED, 0), CANVAS)));
    assertArrayEquals(new NaiveSampler(images, CANVAS).warped(drawn), alone, 2e-3);
  }

  @Test
  void partsAreReadWhereTheirBoxesLie() {
    Crop crop = new Crop(0.5, 0.2, 4);
    Transforms transforms = new Transforms(List.of(crop));
    assertEquals(4, transforms.copies());
    // larger than what the model reads
    NumericArray images = NaiveImages.normal(2, 60, 3, 12, 14, 3);
    NumericArray boxes =
        Scratch.drawn(images, 4, (tf, x, step) -> crop.boxes(tf, x, step, Draws.seed(SEED, 0)));
    assertArrayEquals(new long[] {12, 4}, boxes.shape());
    check(transforms, images, 4, x -> new NaiveSampler(x, CANVAS).cropped(boxes));
  }

  @Test
  void boxesAreSpreadAsTheSourceSays() {
    NumericArray boxes =
        Scratch.drawn(
            many(1000), 4, (tf, x, step) -> new Crop(0.25, 0.1, 4).boxes(tf, x, step, SEED));
    for (int axis = 0; axis < 2; axis++) {
      double[] from = column(boxes, 4, axis);
      double[] to = column(boxes, 4, axis + 2);
      double[] centres = new double[from.length];
      double[] sides = new double[from.length];
      Arrays.setAll(centres, i -> (from[i] + to[i]) / 2);
      Arrays.setAll(sides, i -> to[i] - from[i]);
      assertEquals(0.5, mean(centres), 0.01);
      assertEquals(0.15, deviation(centres), 0.006);
      assertEquals(0.25, mean(sides), 0.01);
      assertEquals(0.1, deviation(sides), 0.006);
      assertEquals(0.05, Arrays.stream(sides).min().orElseThrow(), 1e-5);
    }
  }

  @Test
  void noiseIsInUnitsOfTheRangeAndPassesTheSignal() {
    NumericArray images = NumericArray.of(new float[8000], 4000, 1, 1, 2);
    Canvas canvas = new Canvas(1, 1, 2, List.of(0f, -1f), List.of(1f, 3f), false);
    NumericArray noisy =
        Scratch.drawn(images, 4, (tf, x, step) -> new Noise(0.1).apply(tf, x, step, SEED, canvas));
    assertEquals(0, mean(column(noisy, 2, 0)), 0.006);
    assertEquals(0.1, deviation(column(noisy, 2, 0)), 0.005);
    assertEquals(0.4, deviation(column(noisy, 2, 1)), 0.02);
    NumericArray drawn =
        Scratch.drawn(
            NumericArray.of(new float[189], 1, 7, 9, 3),
            4,
            (tf, x, step) -> new Noise(0.1).apply(tf, x, step, Draws.seed(SEED, 0), CANVAS));
    check(
        new Transforms(List.of(new Noise(0.1))),
        images(1),
        4,
        x -> {
          double[] sum = doubles(x);
          Arrays.setAll(sum, i -> sum[i] + drawn.doubleAt(i));
          return sum;
        });
  }

  /** What a test gives for the images after the transforms. */
  private interface Oracle {
    double[] of(NumericArray images);
  }

  /** Forward; and since all are affine, Σ Jᵀu·v = Σ u·(T(x + v) − T(x)) exactly. */
  private static void check(Transforms transforms, NumericArray images, int k, Oracle oracle) {
    long[] shape = images.shape();
    NumericArray v = NaiveImages.normal(8, 60, shape);
    float[] moved = images.toFloats().clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += (float) v.doubleAt(i);
    }
    double[] expected = oracle.of(images);
    double[] after = oracle.of(NumericArray.of(moved, shape));
    try (Scratch scratch =
        Scratch.of(
            new long[] {shape[1], shape[2], shape[3]},
            (tf, x, step) -> transforms.apply(tf, x, step, SEED, CANVAS))) {
      NumericArray value = scratch.value(images, k);
      assertArrayEquals(expected, doubles(value), 2e-3);
      NumericArray u = NaiveImages.normal(9, 1, value.shape());
      double[] signal = doubles(scratch.vjp(images, k, u));
      double numeric = 0;
      for (int i = 0; i < expected.length; i++) {
        numeric += u.doubleAt(i) * (after[i] - expected[i]);
      }
      double analytic = 0;
      for (int i = 0; i < signal.length; i++) {
        analytic += signal[i] * v.doubleAt(i);
      }
      assertEquals(numeric, analytic, 1e-5 * 60 * value.size());
    }
  }

  @Test
  void drawsDependOnStepSeedPlaceAndImageAndNotOnTheBatch() {
    Transforms all =
        new Transforms(
            List.of(new Jitter(5), new Rotate(20), new Noise(0.1), new Crop(0.5, 0.1, 2)));
    NumericArray same = images(1).pick(0, 0, 0);
    double[] first = transformed(all, same, 1, SEED);
    int half = first.length / 3;
    assertFalse(
        Arrays.equals(
            Arrays.copyOfRange(first, 0, half), Arrays.copyOfRange(first, half, 2 * half)));
    assertArrayEquals(first, transformed(all, same, 1, SEED), 0);
    assertArrayEquals(Arrays.copyOf(first, half), transformed(all, same.rows(0, 1), 1, SEED), 1e-3);
    assertFalse(Arrays.equals(first, transformed(all, same, 2, SEED)));
    assertFalse(Arrays.equals(first, transformed(all, same, 1, SEED + 1)));
    NumericArray one = matrices(new Jitter(5), many(50), 0, 1);
    assertFalse(Arrays.equals(doubles(one), doubles(matrices(new Jitter(5), many(50), 1, 1))));
  }

  private static double[] transformed(Transforms all, NumericArray images, int k, long seed) {
    return doubles(Scratch.drawn(images, k, (tf, x, step) -> all.apply(tf, x, step, seed, CANVAS)));
  }

  @Test
  void noTransformsLeaveTheImages() {
    NumericArray images = images(2);
    assertArrayEquals(doubles(images), transformed(Transforms.NONE, images, 1, SEED), 0);
    assertEquals(1, Transforms.NONE.copies());
  }
}
