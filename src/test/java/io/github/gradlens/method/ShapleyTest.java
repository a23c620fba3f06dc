package io.github.gradlens.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.method.CamLab.Values;
import io.github.gradlens.method.CamLab.Writer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;

/**
 * Methods on groups of elements against Shapley's own formula, summed over every coalition in plain
 * Java, on random networks in float64.
 */
class ShapleyTest {
  private static final int CLASSES = 3;
  private static final double BLACK = 0.25;

  /** A game written out: the worth of every coalition, by the bits of its number. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Game(int players, double[][] worth) {
    /**
     * Plays all coalitions.
     *
     * @param group of each element of the batch
     */
    static Game of(CamLab lab, int players, IntUnaryOperator group, double baseline) {
      double[] x = lab.x().data();
      double[][] worth = new double[1 << players][];
      for (int s = 0; s < worth.length; s++) {
        double[] masked = x.clone();
        for (int i = 0; i < x.length; i++) {
          masked[i] = (s >> group.applyAsInt(i) & 1) == 1 ? x[i] : baseline;
        }
        worth[s] = lab.scoreAtInput(masked);
      }
      return new Game(players, worth);
    }

    /** Σ over coalitions without the feature of |S|!(M − |S| − 1)!/M! times what it adds. */
    double shapley(int feature, int example) {
      double sum = 0;
      for (int s = 0; s < worth.length; s++) {
        if ((s >> feature & 1) == 0) {
          int size = Integer.bitCount(s);
          double weight = 1.0 / players;
          for (int k = 1; k <= size; k++) {
            weight *= (double) k / (players - k);
          }
          sum += weight * (worth[s | 1 << feature][example] - worth[s][example]);
        }
      }
      return sum;
    }

    double[] expected(
        Values x, IntUnaryOperator group, java.util.function.ToDoubleFunction<int[]> f) {
      int row = x.data().length / CamLab.BATCH;
      double[] map = new double[x.data().length];
      Arrays.setAll(map, i -> f.applyAsDouble(new int[] {group.applyAsInt(i), i / row}));
      return map;
    }
  }

  private static CamLab row(int width) {
    return new CamLab(new long[] {width}, net -> x -> dense(net, x, width));
  }

  private static CamLab image() {
    return new CamLab(
        new long[] {5, 4, 2},
        net -> x -> dense(net, net.tf().reshape(x, net.tf().ints(-1, 40)), 40));
  }

  private static Operand<?> dense(Writer net, Operand<?> x, int width) {
    Emitter tf = net.tf();
    Operand<?> hidden = tf.apply("MatMul", x, net.weight("hidden", width, 7));
    Operand<?> layer = net.as("layer").apply("Tanh", hidden);
    Operand<?> bent = tf.mul(layer, tf.add(layer, tf.scalar(0.5, layer)));
    return tf.apply("MatMul", bent, net.weight("head", 7, CLASSES));
  }

  /** Label of each element of a 5 × 4 × 2 image in patches 2 high and 3 wide. */
  private static int patch(int element) {
    int position = element % 40 / 2;
    return position / 4 / 2 * 2 + position % 4 / 3;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void kernelShapOfAllCoalitionsIsTheShapleyValue(int players) {
    try (CamLab lab = row(players)) {
      Emission emission = lab.emit("kernel-shap:baseline=" + BLACK);
      Game game = Game.of(lab, players, i -> i % players, BLACK);
      double[] expected =
          game.expected(lab.x(), i -> i % players, at -> game.shapley(at[0], at[1]));
      assertArrayEquals(expected, lab.map(emission).data(), 1e-11);
      assertArrayEquals(new double[CamLab.BATCH], lab.residual(emission), 1e-13);
    }
  }

  @Test
  void patchesOfAnImageAreFeatures() {
    try (CamLab lab = image()) {
      Emission emission = lab.emit("kernel-shap:features=grid(3;2),baseline=" + BLACK);
      Game game = Game.of(lab, 6, ShapleyTest::patch, BLACK);
      double[] expected =
          game.expected(lab.x(), ShapleyTest::patch, at -> game.shapley(at[0], at[1]));
      assertArrayEquals(expected, lab.map(emission).data(), 1e-11);
    }
  }

  @Test
  void ablationIsTheDropOfEachFeatureAlone() {
    try (CamLab lab = image()) {
      Emission emission = lab.emit("feature-ablation:features=grid(3;2),baseline=" + BLACK);
      Game game = Game.of(lab, 6, ShapleyTest::patch, BLACK);
      double[] expected =
          game.expected(
              lab.x(),
              ShapleyTest::patch,
              at -> game.worth()[63][at[1]] - game.worth()[63 - (1 << at[0])][at[1]]);
      assertArrayEquals(expected, lab.map(emission).data(), 1e-12);
    }
  }

  /**
   * Labels of any numbers: an example's own, of its positions, once an example; or out of order.
   */
  @ParameterizedTest
  @CsvSource({"elements", "positions", "elements of each", "positions of each"})
  void labelsOfAFileAreFeatures(String form, @TempDir Path folder) {
    boolean positions = form.startsWith("positions");
    boolean each = form.endsWith("each");
    int size = (positions ? 20 : 40) * (each ? CamLab.BATCH : 1);
    int[] labels = new int[size];
    Arrays.setAll(labels, i -> new int[] {900, -7, 3, 41}[(i * 7 + i / 5) % 4]);
    List<Integer> order = List.of(-7, 3, 41, 900);
    IntUnaryOperator group = i -> order.indexOf(labels[(positions ? i / 2 : i) % size]);
    long[] example = positions ? new long[] {5, 4} : new long[] {5, 4, 2};
    long[] shape = new long[example.length + (each ? 1 : 0)];
    shape[0] = CamLab.BATCH;
    System.arraycopy(example, 0, shape, each ? 1 : 0, example.length);
    Path file = folder.resolve("labels.npy");
    Npy.write(file, NumericArray.of(labels, shape));
    try (CamLab lab = image()) {
      Emission emission = lab.emit("kernel-shap:features=" + file + ",baseline=" + BLACK);
      Game game = Game.of(lab, 4, group, BLACK);
      double[] expected = game.expected(lab.x(), group, at -> game.shapley(at[0], at[1]));
      assertArrayEquals(expected, lab.map(emission).data(), 1e-11);
    }
  }

  @Test
  void severalPointsOfABaselineAreAveraged() {
    try (CamLab lab = row(4)) {
      double[] both = lab.map(lab.emit("kernel-shap:baseline=black+white")).data();
      double[] expected = new double[both.length];
      for (int b = 0; b < CamLab.BATCH; b++) {
        double[] x = Arrays.copyOfRange(lab.x().data(), 4 * b, 4 * b + 4);
        for (double end :
            new double[] {
              Arrays.stream(x).min().orElseThrow(), Arrays.stream(x).max().orElseThrow()
            }) {
          Game game = Game.of(lab, 4, i -> i % 4, end);
          for (int i = 0; i < 4; i++) {
            expected[4 * b + i] += game.shapley(i, b) / 2;
          }
        }
      }
      assertArrayEquals(expected, both, 1e-11);
    }
  }

  /** Of many orders the mean lies within five standard errors, and any number of them adds up. */
  @ParameterizedTest
  @CsvSource({"1, 0", "3, 5", "2000, 1"})
  void sampledShapleyComesToTheShapleyValue(int paths, long seed) {
    int players = 5;
    try (CamLab lab = row(players)) {
      Emission emission =
          lab.emit("sampled-shapley:paths=" + paths + ",seed=" + seed + ",baseline=" + BLACK);
      Game game = Game.of(lab, players, i -> i % players, BLACK);
      double[] map = lab.map(emission).data();
      for (int b = 0; b < CamLab.BATCH; b++) {
        double sum = 0;
        for (int i = 0; i < players; i++) {
          double value = map[b * players + i];
          double error = deviation(game, i, b) / Math.sqrt(paths);
          assertTrue(Math.abs(value - game.shapley(i, b)) <= 5 * error, value + " ± " + error);
          sum += value;
        }
        double difference = game.worth()[31][b] - game.worth()[0][b];
        assertEquals(difference, sum, 1e-12);
        assertEquals(0, lab.residual(emission)[b], 1e-13);
      }
    }
  }

  /** The deviation of what a feature adds behind the others in a random order. */
  private static double deviation(Game game, int feature, int example) {
    double mean = game.shapley(feature, example);
    double variance = 0;
    for (int s = 0; s < game.worth().length; s++) {
      if ((s >> feature & 1) == 0) {
        int size = Integer.bitCount(s);
        double weight = 1.0 / game.players();
        for (int k = 1; k <= size; k++) {
          weight *= (double) k / (game.players() - k);
        }
        double adds = game.worth()[s | 1 << feature][example] - game.worth()[s][example];
        variance += weight * (adds - mean) * (adds - mean);
      }
    }
    return Math.sqrt(variance);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kernel-shap", "sampled-shapley:paths=7", "feature-ablation"})
  void dummyFeaturesGetNothing(String spec) {
    try (CamLab lab = special()) {
      double[] map = lab.map(lab.emit(spec)).data();
      for (int b = 0; b < CamLab.BATCH; b++) {
        assertEquals(0, map[7 * b + 6], 1e-11);
        assertTrue(Math.abs(map[7 * b]) > 1e-3, "a feature that matters gets " + map[7 * b]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kernel-shap", "feature-ablation"})
  void featuresThatDoTheSameGetTheSame(String spec) {
    try (CamLab lab = special()) {
      double[] map = lab.map(lab.emit(spec)).data();
      for (int b = 0; b < CamLab.BATCH; b++) {
        assertEquals(map[7 * b + 4], map[7 * b + 5], 1e-11);
      }
    }
  }

  /** Two tensors that make up the input get together what the input gets. */
  @ParameterizedTest
  @ValueSource(strings = {"kernel-shap", "sampled-shapley:paths=3", "lime", "feature-ablation"})
  void featuresOfSeveralTensorsPlayOneGame(String spec) {
    try (CamLab lab =
        new CamLab(
            new long[] {5},
            net ->
                x -> {
                  Emitter tf = net.tf();
                  Operand<?> left = net.as("left").apply("Slice", x, tf.ints(0, 0), tf.ints(-1, 2));
                  Operand<?> right =
                      net.as("right").apply("Slice", x, tf.ints(0, 2), tf.ints(-1, 3));
                  return dense(net, tf.concat(1, left, right), 5);
                })) {
      double[] whole = lab.map(lab.emit(spec)).data();
      Emission parts = lab.emitAt(spec, List.of("left:0", "right:0"));
      double[] left = lab.mapAt(parts, "left:0");
      double[] right = lab.mapAt(parts, "right:0");
      for (int b = 0; b < CamLab.BATCH; b++) {
        for (int i = 0; i < 5; i++) {
          assertEquals(whole[5 * b + i], i < 2 ? left[2 * b + i] : right[3 * b + i - 2], 1e-12);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kernel-shap", "lime"})
  void tooManyFeaturesForAFitAreRefused(String id) {
    try (CamLab lab = row(2001)) {
      UsageException e = assertThrows(UsageException.class, () -> lab.emit(id));
      assertEquals(
          id
              + " solves for all features at once and takes up to 2000, here are 2001; make larger"
              + " groups with features=grid(w;h) or features=FILE.npy",
          e.getMessage());
    }
  }

  @Test
  void sizesOfPatchesMustFitTheAxes() {
    try (CamLab lab = image()) {
      UsageException e =
          assertThrows(
              UsageException.class, () -> lab.emit("feature-ablation:features=grid(1;2;3)"));
      assertEquals(
          "features=grid(…) has 3 sizes, x:0 of shape [-1, 5, 4, 2] has 2 axes to divide; give one"
              + " size for all, or one an axis",
          e.getMessage());
    }
  }

  /** Seven inputs: the fifth and sixth enter alike, the last not at all. */
  private static CamLab special() {
    return new CamLab(
        new long[] {7},
        net ->
            x -> {
              Emitter tf = net.tf();
              Operand<?> sign = tf.apply("Abs", tf.apply("Sign", x));
              Operand<?> some = tf.apply("Slice", x, tf.ints(0, 0), tf.ints(-1, 4));
              Operand<?> same = tf.apply("Slice", sign, tf.ints(0, 4), tf.ints(-1, 2));
              Operand<?> twins = tf.sum(same, tf.ints(1), true);
              return dense(net, tf.concat(1, some, twins), 5);
            });
  }
}
