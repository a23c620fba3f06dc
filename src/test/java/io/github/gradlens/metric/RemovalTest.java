package io.github.gradlens.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.method.Activation;
import io.github.gradlens.metric.AverageChange.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Region perturbation, ROAD and the probability of the input seen through its map. */
class RemovalTest {
  private static final int HEIGHT = 5;
  private static final int WIDTH = 7;
  private static final int CHANNELS = 2;
  private static final int SIZE = HEIGHT * WIDTH * CHANNELS;
  private static final float[] X = Cases.random(SIZE, 1);
  private static final float[] R = Cases.random(SIZE, 2);
  private static final ToDoubleFunction<float[]> F = Cases.quadratic(Cases.random(SIZE, 3));
  private static final Case EXAMPLE = Cases.of(X, R, HEIGHT, WIDTH, CHANNELS);
  private static final NoiseSize SILENT = new NoiseSize(0, true);

  /** A tile of a 3×3 grid with the mean of its r. */
  private record Region(int top, int left, double mean) {}

  private static List<Region> regions() {
    List<Region> regions = new ArrayList<>();
    for (int top = 0; top < HEIGHT; top += 3) {
      for (int left = 0; left < WIDTH; left += 3) {
        double sum = 0;
        int pixels = 0;
        for (int i = top; i < Math.min(HEIGHT, top + 3); i++) {
          for (int j = left; j < Math.min(WIDTH, left + 3); j++) {
            for (int c = 0; c < CHANNELS; c++) {
              sum += R[(i * WIDTH + j) * CHANNELS + c];
            }
            pixels++;
          }
        }
        regions.add(new Region(top, left, sum / pixels));
      }
    }
    regions.sort((a, b) -> Double.compare(b.mean, a.mean));
    return regions;
  }

  private static double perturbed(int steps) {
    float[] x = X.clone();
    double sum = 0;
    for (Region region : regions().subList(0, steps)) {
      for (int i = region.top; i < Math.min(HEIGHT, region.top + 3); i++) {
        for (int j = region.left; j < Math.min(WIDTH, region.left + 3); j++) {
          x[(i * WIDTH + j) * CHANNELS] = 1;
          x[(i * WIDTH + j) * CHANNELS + 1] = 1;
        }
      }
      sum += F.applyAsDouble(X) - F.applyAsDouble(x);
    }
    return sum / (steps + 1);
  }

  @Test
  void regionPerturbation() {
    Removal one = Removal.parse("1");
    assertEquals(
        perturbed(4), FakeModel.scores(F).value(new RegionPerturbation(4, 3, one), EXAMPLE), 1e-9);
    // Six tiles, so no more steps than six.
    Step.Done done = FakeModel.scores(F).play(new RegionPerturbation(20, 3, one), EXAMPLE);
    assertEquals(perturbed(6), done.value(), 1e-9);
    assertEquals(7, done.curve().size());
  }

  @Test
  void equalRegionsGoInRowMajorOrder() {
    FakeModel model = FakeModel.scores(F);
    Case flat = EXAMPLE.with(Cases.constant(SIZE, 1));
    model.value(new RegionPerturbation(1, 4, Removal.parse("zero")), flat);
    float[] first = model.scored.get(1);
    assertEquals(0, first[0]);
    assertTrue(first[4 * CHANNELS] != 0 && first[4 * WIDTH * CHANNELS] != 0);
  }

  @Test
  void tilesAreClippedAtTheBorder() {
    int[][] tiles = Tiles.of(Positions.of(5, 7, 2), 4);
    assertEquals(4, tiles.length);
    assertArrayEquals(new int[] {4, 5, 6, 11, 12, 13, 18, 19, 20, 25, 26, 27}, tiles[1]);
    assertArrayEquals(new int[] {32, 33, 34}, tiles[3]);
    assertArrayEquals(new int[] {8, 9, 10, 11}, Tiles.of(Positions.of(13), 4)[2]);
  }

  /** Each imputed pixel is the weighted mean of its neighbours, and no other pixel moves. */
  @Test
  void imputedPixelsAreMeansOfTheirNeighbours() {
    FakeModel model = FakeModel.scores(F);
    List<Double> percentages = List.of(0.0, 10.0, 50.0, 97.0);
    model.value(new Road(percentages, SILENT, 0), EXAMPLE);
    int[] removed = {0, 3, 17, 33};
    for (int k = 0; k < removed.length; k++) {
      float[] x = model.scored.get(k);
      boolean[] missing = mostRelevant(removed[k]);
      for (int p = 0; p < HEIGHT * WIDTH; p++) {
        for (int c = 0; c < CHANNELS; c++) {
          double expected = missing[p] ? mean(x, p, c) : X[p * CHANNELS + c];
          assertEquals(expected, x[p * CHANNELS + c], 1e-5, "position " + p);
        }
      }
    }
  }

  /** The K positions than which fewer than K are more relevant. */
  private static boolean[] mostRelevant(int count) {
    boolean[] out = new boolean[HEIGHT * WIDTH];
    for (int p = 0; p < out.length; p++) {
      int above = 0;
      for (int q = 0; q < out.length; q++) {
        above += R[2 * q] + R[2 * q + 1] > R[2 * p] + R[2 * p + 1] ? 1 : 0;
      }
      out[p] = above < count;
    }
    return out;
  }

  private static double mean(float[] x, int p, int c) {
    double sum = 0;
    double weights = 0;
    for (int i = -1; i <= 1; i++) {
      for (int j = -1; j <= 1; j++) {
        int row = p / WIDTH + i;
        int column = p % WIDTH + j;
        if ((i == 0 && j == 0) || row < 0 || row >= HEIGHT || column < 0 || column >= WIDTH) {
          continue;
        }
        double w = i == 0 || j == 0 ? 1.0 / 6 : 1.0 / 12;
        sum += w * x[(row * WIDTH + column) * CHANNELS + c];
        weights += w;
      }
    }
    return sum / weights;
  }

  @Test
  void imputedPixelsGetNoise() {
    FakeModel model = FakeModel.scores(F);
    model.value(new Road(List.of(97.0), SILENT, 0), EXAMPLE);
    model.value(new Road(List.of(97.0), new NoiseSize(0.3, false), 0), EXAMPLE);
    double squares = 0;
    for (int e = 0; e < SIZE; e++) {
      squares += Math.pow(model.scored.get(0)[e] - model.scored.get(1)[e], 2);
    }
    assertEquals(0.3, Math.sqrt(squares / 66), 0.08);
  }

  @Test
  void roadCountsHowOftenTheTargetIsPredicted() {
    double[] asked = {0};
    FakeModel model = new FakeModel(F, (x, toward) -> new float[SIZE], x -> asked[0]++ < 3 ? 1 : 2);
    assertEquals(3.0 / 4, model.value(new Road(List.of(1.0, 2.0, 5.0, 9.0), SILENT, 0), EXAMPLE));
  }

  @Test
  void roadNeedsAClass() {
    Case mask = new Case(0, X, R, EXAMPLE.positions(), 1, 4, 0, new float[] {0.5f, 0.5f, 0, 0});
    String message =
        assertThrows(UsageException.class, () -> new Road(List.of(1.0), SILENT, 0).start(mask))
            .getMessage();
    assertTrue(String.valueOf(message).startsWith("road asks whether the target"), message);
  }

  @Test
  void percentagesContinue() {
    List<Double> odd = new ArrayList<>();
    for (int p = 1; p < 100; p += 2) {
      odd.add((double) p);
    }
    assertEquals(odd, Percentages.parse("1;3;...;99"));
    assertEquals(List.of(5.0, 10.0, 15.0, 40.0, 90.0), Percentages.parse("5;10;…;15;40;90"));
    assertEquals(List.of(0.1, 0.2, 0.30000000000000004, 0.4), Percentages.parse("0.1;0.2;...;0.4"));
    for (String bad :
        List.of("", "100", "-1", "1;...;9", "1;2;...", "a", "3;1;...;0", "1;3;...;...;9")) {
      assertThrows(IllegalArgumentException.class, () -> Percentages.parse(bad), bad);
    }
  }

  @Test
  void probabilityOfTheInputSeenThroughItsMap() {
    // r is 0, 1, 2 and 4, so a position keeps a quarter of r.
    float[] map = {0, 1, 2, 4};
    Case row = Cases.of(new float[] {1, 1, 1, 1}, map, 4);
    ToDoubleFunction<float[]> f = Cases.linear(new float[] {0.1f, -0.05f, 0.1f, -0.1f});
    double y = 0.5 + 0.1 - 0.05 + 0.1 - 0.1;
    double o = 0.5 + 0.1 * 0 - 0.05 / 4 + 0.1 / 2 - 0.1;
    FakeModel model = FakeModel.scores(f);
    assertEquals((y - o) / y, model.value(change(Kind.DROP), row), 1e-6);
    assertEquals(0, model.value(change(Kind.INCREASE), row));
    assertEquals(0, model.value(change(Kind.GAIN), row));
    FakeModel other = FakeModel.scores(x -> 1 - f.applyAsDouble(x));
    assertEquals(0, other.value(change(Kind.DROP), row));
    assertEquals(1, other.value(change(Kind.INCREASE), row));
    assertEquals((y - o) / y, other.value(change(Kind.GAIN), row), 1e-6);
  }

  @Test
  void constantMapsHideAll() {
    FakeModel model = FakeModel.scores(F);
    model.value(change(Kind.DROP), EXAMPLE.with(Cases.constant(SIZE, 2)));
    assertTrue(Arrays.equals(new float[SIZE], absolute(model.scored.get(1))));
  }

  private static float[] absolute(float[] x) {
    float[] out = x.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.abs(out[i]);
    }
    return out;
  }

  @Test
  void certainAndImpossibleHaveNoShare() {
    assertTrue(Double.isNaN(FakeModel.scores(x -> 0).value(change(Kind.DROP), EXAMPLE)));
    assertTrue(Double.isNaN(FakeModel.scores(x -> 1).value(change(Kind.GAIN), EXAMPLE)));
  }

  private static Metric change(Kind kind) {
    return new AverageChange(kind, Activation.SOFTMAX);
  }
}
