package io.github.gradlens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.method.Target;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Occlusion and RISE against their formulas in loops, with masks made outside the graph. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PerturbationTest {
  private static final int SIDE = 28;
  private static final Target CLASS = Target.index(3);

  private final ExplainableModel cnn = ExplainableModel.load(Shipped.CNN);
  private final ExplainableModel wine = ExplainableModel.load(Shipped.WINE);

  @AfterAll
  void close() {
    cnn.close();
    wine.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'occlusion:window=5,stride=3,baseline=0.3', 5, 3, 0.3",
    "'occlusion:window=7,stride=9', 7, 9, 0",
    "'occlusion', 4, 2, 0",
  })
  void occlusionIsTheMeanDropOfCoveringWindows(String spec, int window, int stride, float b) {
    NumericArray x = Shipped.inputs(cnn, 2, 5);
    float[] expected = new float[x.size()];
    for (int e = 0; e < 2; e++) {
      float[] one = x.rows(e, e + 1).toFloats();
      List<boolean[]> windows = new ArrayList<>();
      List<float[]> inputs = new ArrayList<>(List.of(one));
      for (int top = 0; top + window <= SIDE; top += stride) {
        for (int left = 0; left + window <= SIDE; left += stride) {
          boolean[] covered = new boolean[one.length];
          float[] occluded = one.clone();
          for (int p = 0; p < one.length; p++) {
            int row = p / SIDE - top;
            int column = p % SIDE - left;
            if (row >= 0 && row < window && column >= 0 && column < window) {
              covered[p] = true;
              occluded[p] = b;
            }
          }
          windows.add(covered);
          inputs.add(occluded);
        }
      }
      means(windows, scores(cnn, inputs, SIDE, SIDE, 1), expected, e * one.length);
    }
    MethodInvariantsTest.assertClose(expected, map(cnn, spec, x), 1e-5);
  }

  @ParameterizedTest
  @CsvSource({"'occlusion:window=3,stride=2,baseline=1', 3, 2, 1", "'occlusion', 1, 1, 0"})
  void occlusionOfARowSlidesOverItsElements(String spec, int window, int stride, float b) {
    NumericArray x = Shipped.inputs(wine, 1, 5);
    float[] one = x.toFloats();
    List<boolean[]> windows = new ArrayList<>();
    List<float[]> inputs = new ArrayList<>(List.of(one));
    for (int start = 0; start + window <= one.length; start += stride) {
      boolean[] covered = new boolean[one.length];
      float[] occluded = one.clone();
      for (int p = start; p < start + window; p++) {
        covered[p] = true;
        occluded[p] = b;
      }
      windows.add(covered);
      inputs.add(occluded);
    }
    float[] expected = new float[one.length];
    double[] f = scores(wine, inputs, Target.index(1), one.length);
    means(windows, f, expected, 0);
    MethodInvariantsTest.assertClose(expected, map(wine, spec, x, Target.index(1)), 1e-5);
  }

  private static void means(List<boolean[]> windows, double[] f, float[] into, int offset) {
    for (int p = 0; p < windows.get(0).length; p++) {
      double sum = 0;
      int covering = 0;
      for (int k = 0; k < windows.size(); k++) {
        if (windows.get(k)[p]) {
          sum += f[0] - f[k + 1];
          covering++;
        }
      }
      into[offset + p] = (float) (covering == 0 ? 0 : sum / covering);
    }
  }

  @Test
  void aWindowThatDoesNotFitIsRefused() {
    UsageException e =
        assertThrows(
            UsageException.class,
            () -> cnn.explainer(ExplainRequest.of("occlusion:window=29")).close());
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("occlusion: window=29 does not fit into "),
        e.getMessage());
  }

  @Test
  void riseIsTheMeanOfMaskedScores() {
    int count = 40;
    int cells = 5;
    long seed = (3L << 32) + 17;
    float b = 0.25f;
    NumericArray x = Shipped.inputs(cnn, 2, 5);
    List<double[]> masks = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      masks.add(mask(seed, k, cells, 0.4));
    }
    float[] expected = new float[x.size()];
    for (int e = 0; e < 2; e++) {
      float[] one = x.rows(e, e + 1).toFloats();
      List<float[]> inputs = new ArrayList<>();
      for (double[] m : masks) {
        float[] masked = new float[one.length];
        for (int p = 0; p < one.length; p++) {
          masked[p] = (float) (one[p] * m[p] + b * (1 - m[p]));
        }
        inputs.add(masked);
      }
      double[] f = scores(cnn, inputs, SIDE, SIDE, 1);
      for (int p = 0; p < one.length; p++) {
        double sum = 0;
        double weight = 0;
        for (int k = 0; k < count; k++) {
          sum += f[k] * masks.get(k)[p];
          weight += masks.get(k)[p];
        }
        expected[e * one.length + p] = (float) (sum / weight);
      }
    }
    String spec = "rise:masks=40,cells=5,p=0.4,baseline=0.25,seed=" + seed;
    MethodInvariantsTest.assertClose(expected, map(cnn, spec, x), 1e-5);
  }

  /** Mask k: a grid of kept cells, enlarged bilinearly with half-pixel centres, and cut. */
  private static double[] mask(long seed, int k, int cells, double keep) {
    int values = cells * cells + 2;
    long first = 4L * ((values + 3) / 4) * k;
    int spare = SIDE / cells;
    int top = (int) (Philox.uniform(seed, first + (long) cells * cells) * (spare + 1));
    int left = (int) (Philox.uniform(seed, first + (long) cells * cells + 1) * (spare + 1));
    double[] mask = new double[SIDE * SIDE];
    for (int p = 0; p < mask.length; p++) {
      double row = source(p / SIDE + top, cells, SIDE + spare);
      double column = source(p % SIDE + left, cells, SIDE + spare);
      for (int i = 0; i < 4; i++) {
        int r = (int) Math.floor(row) + i / 2;
        int c = (int) Math.floor(column) + i % 2;
        double weight = (1 - Math.abs(row - r)) * (1 - Math.abs(column - c));
        int cell = inside(r, cells) * cells + inside(c, cells);
        mask[p] += Philox.uniform(seed, first + cell) < keep ? weight : 0;
      }
    }
    return mask;
  }

  private static int inside(int cell, int cells) {
    return Math.max(0, Math.min(cells - 1, cell));
  }

  private static double source(int place, int cells, int enlarged) {
    return (place + 0.5) * cells / enlarged - 0.5;
  }

  private static double[] scores(ExplainableModel model, List<float[]> inputs, long... shape) {
    return scores(model, inputs, CLASS, shape);
  }

  private static double[] scores(
      ExplainableModel model, List<float[]> inputs, Target target, long... shape) {
    int size = inputs.get(0).length;
    float[] all = new float[size * inputs.size()];
    for (int i = 0; i < inputs.size(); i++) {
      System.arraycopy(inputs.get(i), 0, all, i * size, size);
    }
    long[] whole = new long[shape.length + 1];
    whole[0] = inputs.size();
    System.arraycopy(shape, 0, whole, 1, shape.length);
    try (Explainer explainer = model.explainer(ExplainRequest.of("gradient"))) {
      return explainer
          .explain(NumericArray.of(all, whole), target)
          .attributions()
          .get(0)
          .score()
          .stream()
          .mapToDouble(f -> f)
          .toArray();
    }
  }

  private static float[] map(ExplainableModel model, String spec, NumericArray x) {
    return map(model, spec, x, CLASS);
  }

  private static float[] map(ExplainableModel model, String spec, NumericArray x, Target target) {
    try (Explainer explainer = model.explainer(ExplainRequest.of(spec))) {
      NumericArray map = explainer.explain(x, target).attributions().get(0).value();
      assertEquals(x.size(), map.size());
      return map.toFloats();
    }
  }
}
