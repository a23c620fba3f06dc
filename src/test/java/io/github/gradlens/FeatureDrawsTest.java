package io.github.gradlens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.method.Target;
import io.github.gradlens.segmentation.Raster;
import io.github.gradlens.segmentation.Slic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sampled methods on features against their formulas, with orders and coalitions drawn outside the
 * graph and the linear fits solved by elimination.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeatureDrawsTest {
  private static final int M = 13;
  private static final int BATCH = 2;
  private static final Target CLASS = Target.index(1);

  private final ExplainableModel wine = ExplainableModel.load(Shipped.WINE);
  private final NumericArray x = Shipped.inputs(wine, BATCH, 5);

  @AfterAll
  void close() {
    wine.close();
  }

  @Test
  void sampledShapleyWalksRandomOrders() {
    long seed = (5L << 32) + 3;
    int paths = 4;
    List<boolean[]> sets = new ArrayList<>();
    int[][] orders = new int[paths][];
    for (int k = 0; k < paths; k++) {
      orders[k] = order(seed, k, M, 0);
      boolean[] set = new boolean[M];
      sets.add(set.clone());
      for (int feature : orders[k]) {
        set[feature] = true;
        sets.add(set.clone());
      }
    }
    double[][] v = worth(sets);
    float[] expected = new float[BATCH * M];
    for (int b = 0; b < BATCH; b++) {
      for (int k = 0; k < paths; k++) {
        for (int i = 0; i < M; i++) {
          int at = k * (M + 1) + i;
          expected[b * M + orders[k][i]] += (float) ((v[at + 1][b] - v[at][b]) / paths);
        }
      }
    }
    check(expected, "sampled-shapley:paths=4,baseline=0.5,seed=" + seed);
  }

  @Test
  void kernelShapFitsSinglesTheirComplementsAndPairsOfDraws() {
    long seed = 11;
    int samples = 81;
    double rest = 0;
    double[] chance = new double[M];
    for (int s = 2; s <= M - 2; s++) {
      chance[s] = chance[s - 1] + 1.0 / (s * (M - s));
      rest += (M - 1.0) / (s * (M - s));
    }
    List<boolean[]> sets = new ArrayList<>();
    double[] w = new double[samples];
    for (int k = 0; k < samples; k++) {
      boolean[] set = new boolean[M];
      boolean turned = k >= M;
      if (k < 2 * M) {
        set[k % M] = true;
        w[k] = 1.0 / M;
      } else {
        int pair = (k - 2 * M) / 2;
        turned = (k - 2 * M) % 2 == 1;
        double drawn = Philox.uniform(seed, 4L * ((M + 4) / 4) * pair) * chance[M - 2];
        int size = 2;
        while (chance[size] <= drawn) {
          size++;
        }
        for (int i = 0; i < size; i++) {
          set[order(seed, pair, M + 1, 1)[i]] = true;
        }
        w[k] = rest / (samples - 2 * M);
      }
      for (int i = 0; turned && i < M; i++) {
        set[i] = !set[i];
      }
      sets.add(set);
    }
    sets.add(new boolean[M]);
    boolean[] all = new boolean[M];
    Arrays.fill(all, true);
    sets.add(all);
    double[][] v = worth(sets);
    float[] expected = new float[BATCH * M];
    for (int b = 0; b < BATCH; b++) {
      double none = v[samples][b];
      double shared = v[samples + 1][b] - none;
      // the last feature is what the others leave: φ_M = shared − Σ φ_i
      double[][] rows = new double[samples][M - 1];
      double[] y = new double[samples];
      for (int k = 0; k < samples; k++) {
        double last = sets.get(k)[M - 1] ? 1 : 0;
        for (int i = 0; i < M - 1; i++) {
          rows[k][i] = (sets.get(k)[i] ? 1 : 0) - last;
        }
        y[k] = v[k][b] - none - last * shared;
      }
      double[] phi = fit(rows, w, y, new double[M - 1]);
      double left = shared;
      for (int i = 0; i < M - 1; i++) {
        expected[b * M + i] = (float) phi[i];
        left -= phi[i];
      }
      expected[b * M + M - 1] = (float) left;
    }
    check(expected, "kernel-shap:samples=81,baseline=0.5,seed=11");
  }

  @Test
  void limeFitsRandomSetsThatCountByTheirDistance() {
    long seed = 4;
    int samples = 70;
    List<boolean[]> sets = new ArrayList<>();
    double[][] rows = new double[samples][M + 1];
    double[] w = new double[samples];
    for (int k = 0; k < samples; k++) {
      boolean[] set = new boolean[M];
      int size = 0;
      for (int i = 0; i < M; i++) {
        set[i] = k == 0 || Philox.uniform(seed, 16L * k + i) < 0.5;
        size += set[i] ? 1 : 0;
        rows[k][i] = set[i] ? 1 : 0;
      }
      rows[k][M] = 1;
      double distance = 1 - size / Math.sqrt((double) size * M);
      w[k] = Math.sqrt(Math.exp(-distance * distance / (0.4 * 0.4)));
      sets.add(set);
    }
    double[][] v = worth(sets);
    double[] penalty = new double[M + 1];
    Arrays.fill(penalty, 0, M, 0.3);
    float[] expected = new float[BATCH * M];
    for (int b = 0; b < BATCH; b++) {
      int example = b;
      double[] y = IntStream.range(0, samples).mapToDouble(k -> v[k][example]).toArray();
      double[] beta = fit(rows, w, y, penalty);
      for (int i = 0; i < M; i++) {
        expected[b * M + i] = (float) beta[i];
      }
    }
    check(expected, "lime:samples=70,width=0.4,ridge=0.3,baseline=0.5,seed=4");
  }

  /** What slic(N) makes of each image is what a file of the same labels makes of it. */
  @Test
  void superpixelsOfEachImageAreFeatures(@TempDir Path folder) {
    int n = 12;
    try (ExplainableModel cnn = ExplainableModel.load(Shipped.CNN)) {
      int pixels = 28 * 28;
      float[] smooth = new float[3 * pixels];
      for (int i = 0; i < smooth.length; i++) {
        int side = i / pixels + 1;
        int row = i % pixels / 28;
        smooth[i] = (float) (Math.sin(i % 28 * side / 9.0) * row / 28.0);
      }
      NumericArray images = NumericArray.of(smooth, 3, 28, 28, 1);
      int[] labels = new int[3 * pixels];
      for (int b = 0; b < 3; b++) {
        float[] one = images.rows(b, b + 1).toFloats();
        double[] values = IntStream.range(0, pixels).mapToDouble(i -> one[i]).toArray();
        int[] pieces = Slic.segment(new Raster(28, 28, 1, values), n, Slic.COMPACTNESS);
        assertTrue(Arrays.stream(pieces).distinct().count() <= n);
        System.arraycopy(pieces, 0, labels, b * pixels, pixels);
      }
      Path file = folder.resolve("labels.npy");
      Npy.write(file, NumericArray.of(labels, 3, 28, 28));
      float[] expected = ablation(cnn, images, file.toString());
      MethodInvariantsTest.assertClose(expected, ablation(cnn, images, "slic(12)"), 1e-6);
      float[] last = ablation(cnn, images.rows(2, 3), "slic(12)");
      MethodInvariantsTest.assertClose(
          Arrays.copyOfRange(expected, 2 * pixels, 3 * pixels), last, 1e-5);
    }
  }

  private static float[] ablation(ExplainableModel cnn, NumericArray images, String features) {
    String spec = "feature-ablation:features=" + features;
    try (Explainer explainer = cnn.explainer(ExplainRequest.of(spec))) {
      return explainer.explain(images, CLASS).attributions().get(0).value().toFloats();
    }
  }

  @Test
  void superpixelsNeedAnImage() {
    UsageException e =
        assertThrows(
            UsageException.class,
            () -> wine.explainer(ExplainRequest.of("lime:features=slic(9)")).close());
    assertEquals(
        "features=slic(9) needs images of one or three channels, the last axis,"
            + " serving_default_measurements:0 has shape [-1, 13]; give features=grid(w;h) or"
            + " features=FILE.npy",
        e.getMessage());
  }

  @Test
  void labelsThatDoNotFitAreRefused(@TempDir Path folder) {
    Path file = folder.resolve("labels.npy");
    Npy.write(file, NumericArray.of(new int[12], 12));
    UsageException e =
        assertThrows(
            UsageException.class,
            () -> wine.explainer(ExplainRequest.of("lime:features=" + file)).close());
    assertEquals(
        "the labels of "
            + file
            + " have shape [12], serving_default_measurements:0 has [-1, 13]; give one label an"
            + " element, or one a position for all its channels, once for all examples or once an"
            + " example",
        e.getMessage());
  }

  @Test
  void fileOfFewerLabelMapsThanExamplesIsRefused(@TempDir Path folder) {
    Path file = folder.resolve("labels.npy");
    Npy.write(file, NumericArray.of(new int[2 * M], 2, M));
    try (Explainer explainer = wine.explainer(ExplainRequest.of("lime:features=" + file))) {
      UsageException e =
          assertThrows(
              UsageException.class, () -> explainer.explain(Shipped.inputs(wine, 3, 5), CLASS));
      assertEquals(
          "lime:samples=1000,width=0.25,ridge=1,seed=0,features="
              + file
              + ",baseline=zero reads a file of 2 examples, there is an example 3; give a file of"
              + " one example for all, or of one an input",
          e.getMessage());
    }
  }

  /** The features in the order of their draws; those stand behind {@code skipped} others. */
  private static int[] order(long seed, int k, int values, int skipped) {
    long first = 4L * ((values + 3) / 4) * k + skipped;
    return IntStream.range(0, M)
        .boxed()
        .sorted(Comparator.comparing(i -> Philox.uniform(seed, first + i)))
        .mapToInt(i -> i)
        .toArray();
  }

  /** f of both examples with each set of features, the others at one half. */
  private double[][] worth(List<boolean[]> sets) {
    float[] inputs = new float[sets.size() * BATCH * M];
    for (int i = 0; i < inputs.length; i++) {
      boolean kept = sets.get(i / (BATCH * M))[i % M];
      inputs[i] = kept ? x.toFloats()[i % (BATCH * M)] : 0.5f;
    }
    double[][] worth = new double[sets.size()][BATCH];
    try (Explainer explainer = wine.explainer(ExplainRequest.of("gradient"))) {
      NumericArray all = NumericArray.of(inputs, (long) sets.size() * BATCH, M);
      List<Double> scores = explainer.explain(all, CLASS).attributions().get(0).score();
      for (int i = 0; i < scores.size(); i++) {
        worth[i / BATCH][i % BATCH] = scores.get(i);
      }
    }
    return worth;
  }

  /** Weighted least squares with a penalty on squares, by Gauss and Jordan. */
  private static double[] fit(double[][] rows, double[] w, double[] y, double[] penalty) {
    int n = penalty.length;
    double[][] a = new double[n][n + 1];
    for (int i = 0; i < n; i++) {
      a[i][i] = penalty[i];
      for (int k = 0; k < rows.length; k++) {
        for (int j = 0; j < n; j++) {
          a[i][j] += w[k] * rows[k][i] * rows[k][j];
        }
        a[i][n] += w[k] * rows[k][i] * y[k];
      }
    }
    for (int p = 0; p < n; p++) {
      for (int i = 0; i < n; i++) {
        double factor = i == p ? 0 : a[i][p] / a[p][p];
        for (int j = p; factor != 0 && j <= n; j++) {
          a[i][j] -= factor * a[p][j];
        }
      }
    }
    double[] found = new double[n];
    Arrays.setAll(found, i -> a[i][n] / a[i][i]);
    return found;
  }

  private void check(float[] expected, String spec) {
    try (Explainer explainer = wine.explainer(ExplainRequest.of(spec))) {
      float[] map = explainer.explain(x, CLASS).attributions().get(0).value().toFloats();
      MethodInvariantsTest.assertClose(expected, map, 1e-5);
    }
  }
}
