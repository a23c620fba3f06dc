package io.github.gradlens.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.error.UsageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Metrics that compare relevance with what a change does to f, against naive loops. */
class FaithfulnessTest {
  private static final int HEIGHT = 5;
  private static final int WIDTH = 7;
  private static final int CHANNELS = 2;
  private static final int SIZE = HEIGHT * WIDTH * CHANNELS;
  private static final float[] X = Cases.random(SIZE, 1);
  private static final float[] R = Cases.random(SIZE, 2);
  private static final float[] W = Cases.random(SIZE, 3);
  private static final ToDoubleFunction<float[]> F = Cases.quadratic(W);
  private static final Removal ZERO = Removal.parse("zero");
  private static final RandomSubsets SUBSETS = new RandomSubsets(0, ZERO);

  private static Case example(float[] map) {
    return Cases.of(X, map, HEIGHT, WIDTH, CHANNELS);
  }

  /** w ⊙ x, which says of a linear f what every set of elements is worth. */
  private static float[] worth() {
    float[] out = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      out[i] = W[i] * X[i];
    }
    return out;
  }

  /** (Σ r, f(x) − f) of a changed example, by what differs from x. */
  private static double[] pair(float[] changed) {
    double relevance = 0;
    for (int i = 0; i < SIZE; i++) {
      if (changed[i] != X[i]) {
        assertEquals(0, changed[i]);
        relevance += R[i];
      }
    }
    return new double[] {relevance, F.applyAsDouble(X) - F.applyAsDouble(changed)};
  }

  private static int removed(float[] changed) {
    int count = 0;
    for (int i = 0; i < SIZE; i += CHANNELS) {
      boolean first = changed[i] != X[i];
      for (int c = 1; c < CHANNELS; c++) {
        assertEquals(first, changed[i + c] != X[i + c], "channels go together");
      }
      count += first ? 1 : 0;
    }
    return count;
  }

  private static double[][] pairs(List<float[]> changed) {
    double[][] out = new double[2][changed.size()];
    for (int k = 0; k < changed.size(); k++) {
      double[] pair = pair(changed.get(k));
      out[0][k] = pair[0];
      out[1][k] = pair[1];
    }
    return out;
  }

  static Stream<Metric> correlations() {
    return Stream.of(
        new FaithfulnessCorrelation(50, 0, SUBSETS),
        new SensitivityN(30, 7, 0.8, SUBSETS),
        new MuFidelity(60, 4, 0.3, ZERO, 0));
  }

  @ParameterizedTest
  @MethodSource("correlations")
  void ofLinearFunctionsAndTheirContributionsIsOne(Metric metric) {
    FakeModel model = FakeModel.scores(Cases.linear(W));
    assertEquals(1, model.value(metric, example(worth())), 1e-9);
  }

  @ParameterizedTest
  @MethodSource("correlations")
  void ofConstantFunctionsIsZero(Metric metric) {
    assertEquals(0, FakeModel.scores(x -> 7).value(metric, example(R)));
  }

  @ParameterizedTest
  @MethodSource("correlations")
  void asksTheSameOfEveryMap(Metric metric) {
    FakeModel one = FakeModel.scores(F);
    FakeModel other = FakeModel.scores(F);
    one.value(metric, example(R));
    other.value(metric, example(worth()));
    assertEquals(one.scored.size(), other.scored.size());
    for (int i = 0; i < one.scored.size(); i++) {
      assertTrue(Arrays.equals(one.scored.get(i), other.scored.get(i)));
    }
  }

  @Test
  void faithfulnessCorrelation() {
    FakeModel model = FakeModel.scores(F);
    double value = model.value(new FaithfulnessCorrelation(50, 0, SUBSETS), example(R));
    List<float[]> changed = model.scored.subList(1, model.scored.size());
    assertEquals(50, changed.size());
    changed.forEach(x -> assertEquals(HEIGHT * WIDTH / 2, removed(x)));
    double[][] pairs = pairs(changed);
    assertEquals(Cases.correlation(pairs[0], pairs[1]), value, 1e-9);
  }

  @Test
  void subsetsLargerThanTheExampleAreRefused() {
    UsageException e =
        assertThrows(
            UsageException.class,
            () -> new FaithfulnessCorrelation(5, 36, SUBSETS).start(example(R)));
    assertEquals(
        "faithfulness-correlation: subset-size=36 is more than the 35 positions of an example;"
            + " give fewer, or auto",
        e.getMessage());
  }

  @Test
  void subsetsAreUniform() {
    int runs = 4000;
    int size = 10;
    int[] hits = new int[HEIGHT * WIDTH];
    for (int k = 0; k < runs; k++) {
      int[] drawn = SUBSETS.draw(example(R), size, k);
      assertEquals(size, Arrays.stream(drawn).distinct().count());
      for (int p : drawn) {
        hits[p]++;
      }
    }
    double expected = (double) runs * size / hits.length;
    for (int count : hits) {
      assertEquals(expected, count, 5 * Math.sqrt(expected));
    }
  }

  @Test
  void sensitivityN() {
    FakeModel model = FakeModel.scores(F);
    int runs = 30;
    double value = model.value(new SensitivityN(runs, 7, 0.8, SUBSETS), example(R));
    TreeMap<Integer, List<float[]>> bySize = new TreeMap<>();
    for (float[] x : model.scored.subList(1, model.scored.size())) {
      bySize.computeIfAbsent(removed(x), n -> new ArrayList<>()).add(x);
    }
    // 0.8 · 35 · k / 7.
    assertEquals("[4, 8, 12, 16, 20, 24, 28]", bySize.keySet().toString());
    double sum = 0;
    for (List<float[]> changed : bySize.values()) {
      assertEquals(runs, changed.size());
      double[][] pairs = pairs(changed);
      sum += Cases.correlation(pairs[0], pairs[1]);
    }
    assertEquals(sum / 7, value, 1e-9);
  }

  @Test
  void muFidelity() {
    FakeModel model = FakeModel.scores(F);
    int grid = 3;
    double value = model.value(new MuFidelity(200, grid, 0.3, ZERO, 0), example(R));
    List<float[]> changed = model.scored.subList(1, model.scored.size());
    double[][] pairs = pairs(changed);
    assertEquals(Cases.correlation(Cases.ranks(pairs[0]), Cases.ranks(pairs[1])), value, 1e-9);
    int[] rows = {0, 0, 1, 2, 2};
    int[] columns = {0, 0, 1, 1, 1, 2, 2};
    int chosen = 0;
    for (float[] x : changed) {
      Boolean[] cells = new Boolean[grid * grid];
      for (int i = 0; i < HEIGHT; i++) {
        for (int j = 0; j < WIDTH; j++) {
          int cell = rows[i] * grid + columns[j];
          boolean gone = x[(i * WIDTH + j) * CHANNELS] == 0;
          assertEquals(cells[cell] == null ? gone : cells[cell], gone, "a cell goes whole");
          cells[cell] = gone;
        }
      }
      chosen += (int) Arrays.stream(cells).filter(c -> c).count();
    }
    assertEquals(0.3, chosen / 1800.0, 0.05);
  }

  @Test
  void ofRowsEachElementIsACell() {
    FakeModel model = FakeModel.scores(F);
    Case row = Cases.of(X, R, SIZE);
    model.value(new MuFidelity(100, 9, 0.5, ZERO, 0), row);
    float[] first = model.scored.get(1);
    boolean apart = false;
    for (int i = 0; i < SIZE; i += CHANNELS) {
      apart |= (first[i] == 0) != (first[i + 1] == 0);
    }
    assertTrue(apart);
  }

  @Test
  void infidelityOfTheGradientOfALinearFunctionIsZero() {
    FakeModel model = FakeModel.scores(Cases.linear(W));
    assertEquals(0, model.value(new SquareInfidelity(3, ZERO), example(W)), 1e-20);
    NoiseSize noise = new NoiseSize(0.2, true);
    assertEquals(0, model.value(new GaussianInfidelity(noise, 50, 0), example(W)), 1e-9);
  }

  @Test
  void squareInfidelity() {
    double sum = 0;
    int tiles = 0;
    float value = 0.25f;
    for (int top = 0; top < HEIGHT; top += 3) {
      for (int left = 0; left < WIDTH; left += 3) {
        float[] changed = X.clone();
        double foretold = 0;
        for (int i = top; i < Math.min(HEIGHT, top + 3); i++) {
          for (int j = left; j < Math.min(WIDTH, left + 3); j++) {
            for (int c = 0; c < CHANNELS; c++) {
              int e = (i * WIDTH + j) * CHANNELS + c;
              foretold += ((double) X[e] - value) * R[e];
              changed[e] = value;
            }
          }
        }
        double miss = foretold - (F.applyAsDouble(X) - F.applyAsDouble(changed));
        sum += miss * miss;
        tiles++;
      }
    }
    assertEquals(6, tiles);
    Metric metric = new SquareInfidelity(3, Removal.parse("0.25"));
    assertEquals(sum / tiles, FakeModel.scores(F).value(metric, example(R)), 1e-9);
  }

  @Test
  void gaussianInfidelity() {
    FakeModel model = FakeModel.scores(F);
    Metric metric = new GaussianInfidelity(new NoiseSize(0.1, false), 300, 0);
    double value = model.value(metric, example(R));
    double sum = 0;
    double squares = 0;
    for (float[] changed : model.scored.subList(1, model.scored.size())) {
      double foretold = 0;
      for (int e = 0; e < SIZE; e++) {
        foretold += ((double) X[e] - changed[e]) * R[e];
        squares += Math.pow((double) X[e] - changed[e], 2);
      }
      double miss = foretold - (F.applyAsDouble(X) - F.applyAsDouble(changed));
      sum += miss * miss;
    }
    assertEquals(sum / 300, value, 1e-5);
    assertEquals(0.1, Math.sqrt(squares / 300 / SIZE), 0.002);
  }

  @Test
  void nonSensitivity() {
    float[] map = R.clone();
    float[] w = W.clone();
    for (int p = 0; p < HEIGHT * WIDTH; p++) {
      for (int c = 0; c < CHANNELS; c++) {
        map[p * CHANNELS + c] *= p % 3 == 0 ? 0 : 1;
        w[p * CHANNELS + c] *= p % 2 == 0 ? 0 : 1;
      }
    }
    int wrong = 0;
    for (int p = 0; p < HEIGHT * WIDTH; p++) {
      wrong += (p % 3 == 0) == (p % 2 == 0) ? 0 : 1;
    }
    Metric metric = new NonSensitivity(1e-5, ZERO);
    assertEquals(wrong, FakeModel.scores(Cases.linear(w)).value(metric, example(map)));
    int matter = HEIGHT * WIDTH / 2;
    assertEquals(matter, FakeModel.scores(Cases.linear(w)).value(metric, example(new float[SIZE])));
  }

  @Test
  void nonSensitivityOfMorePositionsThanAreAskedAtOnce() {
    int size = 5000;
    float[] x = Cases.constant(size, 1);
    float[] w = Cases.constant(size, 1);
    w[4999] = 0;
    Case row = Cases.of(x, Cases.constant(size, 1), size);
    Metric metric = new NonSensitivity(1e-5, ZERO);
    assertEquals(1, FakeModel.scores(Cases.linear(w)).value(metric, row));
  }
}
