package io.github.gradlens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.method.Target;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods along paths against their formulas in loops, with gradients taken one by one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PathMethodsTest {
  private static final int SIDE = 28;
  private static final int PIXELS = SIDE * SIDE;
  private static final Target CLASS = Target.index(3);
  private static final String LAYER = "dense1";
  private static final int UNITS = 128;

  private final ExplainableModel cnn = ExplainableModel.load(Shipped.CNN);
  private final ExplainableModel mlp = ExplainableModel.load(Shipped.MLP);
  private final Explainer gradient = cnn.explainer(ExplainRequest.of("gradient"));

  @AfterAll
  void close() {
    gradient.close();
    cnn.close();
    mlp.close();
  }

  @Test
  void blurPathIsTheSumOverBlurredImages() {
    int steps = 7;
    double sigma = 4;
    NumericArray x = Shipped.inputs(cnn, 2, 9);
    double[] expected = new double[x.size()];
    for (int e = 0; e < 2; e++) {
      double[] image = doubles(x.rows(e, e + 1).toFloats());
      for (int k = 0; k < steps; k++) {
        double width = k * sigma / steps;
        double[] here = blurred(image, width);
        double[] next = blurred(image, width + 0.01);
        double[] g = gradient(here);
        for (int p = 0; p < PIXELS; p++) {
          expected[e * PIXELS + p] -= sigma / steps * g[p] * (next[p] - here[p]) / 0.01;
        }
      }
    }
    Attribution found = explain(cnn, "blur-integrated-gradients:steps=7,sigma=4", null, x);
    MethodInvariantsTest.assertClose(floats(expected), found.value().toFloats(), 1e-4);
    NumericArray widest = image(blurred(doubles(x.rows(0, 1).toFloats()), sigma));
    double difference = score(x.rows(0, 1)) - score(widest);
    double sum = Arrays.stream(expected, 0, PIXELS).sum();
    assertEquals(sum - difference, residual(found, 0), 1e-3);
  }

  /** The width 0 leaves the image; beyond its border there are zeros. */
  private static double[] blurred(double[] image, double sigma) {
    if (sigma == 0) {
      return image;
    }
    int radius = (int) Math.floor(4 * sigma + 0.5);
    double[] kernel = new double[2 * radius + 1];
    double total = 0;
    for (int d = -radius; d <= radius; d++) {
      kernel[d + radius] = Math.exp(-d * d / (2 * sigma * sigma));
      total += kernel[d + radius];
    }
    double[] out = new double[PIXELS];
    for (int p = 0; p < PIXELS; p++) {
      for (int q = 0; q < PIXELS; q++) {
        int rows = q / SIDE - p / SIDE;
        int columns = q % SIDE - p % SIDE;
        if (Math.abs(rows) <= radius && Math.abs(columns) <= radius) {
          out[p] += image[q] * kernel[rows + radius] * kernel[columns + radius] / total / total;
        }
      }
    }
    return out;
  }

  @ParameterizedTest
  @CsvSource({"10, 0.25, 0.05, 0.1", "6, 0.1, 1, 0", "8, 0.5, 0, 0.3", "5, 0, 0.1, 0"})
  void guidedPathMovesWhatMattersLeastFirst(
      int steps, double fraction, double distance, double start) {
    NumericArray x = Shipped.inputs(cnn, 2, 9);
    double[] expected = new double[x.size()];
    for (int e = 0; e < 2; e++) {
      double[] goal = doubles(x.rows(e, e + 1).toFloats());
      double[] from = new double[PIXELS];
      Arrays.fill(from, (float) start);
      double[] map = guided(from, goal, steps, fraction, distance);
      System.arraycopy(map, 0, expected, e * PIXELS, PIXELS);
    }
    String spec =
        String.format(
            java.util.Locale.ROOT,
            "guided-integrated-gradients:steps=%d,fraction=%s,max-dist=%s,baseline=%s",
            steps,
            fraction,
            distance,
            start);
    float[] found = explain(cnn, spec, null, x).value().toFloats();
    MethodInvariantsTest.assertClose(floats(expected), found, 1e-4);
  }

  /** Elements go from {@code from} to {@code goal}; how far is left is measured in L1. */
  private double[] guided(
      double[] from, double[] goal, int steps, double fraction, double distance) {
    double[] at = from.clone();
    double[] map = new double[at.length];
    double whole = left(from, goal);
    for (int step = 1; step <= steps; step++) {
      double[] g = gradient(at);
      double[] before = at.clone();
      double alpha = (double) step / steps;
      double early = Math.min(1, alpha + distance);
      double late = Math.max(0, alpha - distance);
      double wanted = whole * (1 - alpha);
      while (true) {
        for (int i = 0; i < at.length; i++) {
          if (goal[i] != from[i] && (at[i] - from[i]) / (goal[i] - from[i]) < late) {
            at[i] = from[i] + (goal[i] - from[i]) * late;
          }
        }
        double now = left(at, goal);
        if (Math.abs(now - wanted) <= 1e-9 * Math.max(1, Math.max(now, wanted))) {
          break;
        }
        double[] size = new double[at.length];
        for (int i = 0; i < at.length; i++) {
          boolean there = at[i] == from[i] + (goal[i] - from[i]) * early;
          size[i] = there ? Double.POSITIVE_INFINITY : Math.abs(g[i]);
        }
        double[] sorted = size.clone();
        Arrays.sort(sorted);
        double threshold = sorted[(int) Math.floor((sorted.length - 1) * fraction)];
        double reach = 0;
        for (int i = 0; i < at.length; i++) {
          if (size[i] <= threshold && Double.isFinite(size[i])) {
            reach += Math.abs(from[i] + (goal[i] - from[i]) * early - at[i]);
          }
        }
        double part = Math.min(1, (now - wanted) / reach);
        for (int i = 0; i < at.length; i++) {
          if (size[i] <= threshold && Double.isFinite(size[i])) {
            double end = from[i] + (goal[i] - from[i]) * early;
            at[i] = part == 1 ? end : at[i] + (end - at[i]) * part;
          }
        }
        if (now - wanted <= reach) {
          break;
        }
      }
      for (int i = 0; i < at.length; i++) {
        map[i] += (at[i] - before[i]) * g[i];
      }
    }
    return map;
  }

  private static double left(double[] at, double[] goal) {
    double sum = 0;
    for (int i = 0; i < at.length; i++) {
      sum += Math.abs(goal[i] - at[i]);
    }
    return sum;
  }

  @Test
  void conductanceIsTheSumOverTheLayersSteps() {
    int steps = 5;
    NumericArray x = Shipped.inputs(mlp, 1, 9);
    float[] one = x.toFloats();
    float[] path = new float[(steps + 1) * PIXELS];
    for (int k = 0; k <= steps; k++) {
      for (int p = 0; p < PIXELS; p++) {
        path[k * PIXELS + p] = 0.2f + (one[p] - 0.2f) * k / steps;
      }
    }
    NumericArray points = NumericArray.of(path, steps + 1, SIDE, SIDE, 1);
    float[] g = explain(mlp, "gradient", LAYER, points).value().toFloats();
    float[] expected = new float[UNITS];
    try (Explainer units = mlp.explainer(ExplainRequest.of("gradient").scoreAt(LAYER))) {
      for (int u = 0; u < UNITS; u++) {
        List<Double> y = units.explain(points, Target.index(u)).attributions().get(0).score();
        for (int k = 0; k < steps; k++) {
          expected[u] += (float) (g[k * UNITS + u] * (y.get(k + 1) - y.get(k)));
        }
      }
    }
    Attribution found = explain(mlp, "conductance:steps=5,baseline=0.2", LAYER, x);
    MethodInvariantsTest.assertClose(expected, found.value().toFloats(), 1e-5);
  }

  /** Every way from the input to the score leads through each of these layers. */
  @ParameterizedTest
  @ValueSource(strings = {"conv1", "conv3"})
  void conductanceOfManyStepsIsComplete(String layer) {
    NumericArray x = Shipped.inputs(cnn, 2, 9);
    Attribution found = explain(cnn, "conductance:steps=400", layer, x);
    double[] map = doubles(found.value().toFloats());
    NumericArray nothing = image(new double[PIXELS]);
    for (int e = 0; e < 2; e++) {
      int row = map.length / 2;
      double sum = Arrays.stream(map, e * row, (e + 1) * row).sum();
      double difference = score(x.rows(e, e + 1)) - score(nothing);
      assertEquals(sum - difference, residual(found, e), 1e-3);
      assertTrue(Math.abs(sum - difference) < 0.05, "residual " + (sum - difference));
    }
  }

  @Test
  void conductanceOfTheInputIsIntegratedGradients() {
    NumericArray x = Shipped.inputs(cnn, 2, 9);
    Attribution found = explain(cnn, "conductance:steps=9", null, x);
    float[] expected =
        explain(cnn, "integrated-gradients:steps=9,rule=left", null, x).value().toFloats();
    MethodInvariantsTest.assertClose(expected, found.value().toFloats(), 1e-5);
    assertEquals(
        List.of("no layer was named with --at, so the input stands for it"), found.notes());
  }

  @Test
  void internalInfluenceIsTheMeanDerivativeAtTheLayer() {
    int steps = 4;
    NumericArray x = Shipped.inputs(mlp, 1, 9);
    float[] path = new float[steps * PIXELS];
    float[] one = x.toFloats();
    for (int k = 0; k < steps; k++) {
      for (int p = 0; p < PIXELS; p++) {
        path[k * PIXELS + p] = one[p] * (k + 0.5f) / steps;
      }
    }
    NumericArray points = NumericArray.of(path, steps, SIDE, SIDE, 1);
    float[] g = explain(mlp, "gradient", LAYER, points).value().toFloats();
    float[] expected = new float[UNITS];
    for (int i = 0; i < g.length; i++) {
      expected[i % UNITS] += g[i] / steps;
    }
    Attribution found = explain(mlp, "internal-influence:steps=4,rule=midpoint", LAYER, x);
    MethodInvariantsTest.assertClose(expected, found.value().toFloats(), 1e-5);
    assertEquals(List.of(), found.notes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"conductance", "internal-influence"})
  void aLayerThatMovesByItselfIsRefused(String base) {
    String noisy = "smoothgrad:samples=2,base=(" + base + ":steps=2)";
    UsageException e =
        assertThrows(
            UsageException.class, () -> mlp.explainer(ExplainRequest.of(noisy).at(LAYER)).close());
    assertTrue(
        String.valueOf(e.getMessage()).startsWith(base + " takes the path of the inputs, so it is"),
        e.getMessage());
    NumericArray x = Shipped.inputs(mlp, 1, 9);
    assertTrue(explain(mlp, noisy, null, x).value().isFinite());
  }

  private static Attribution explain(
      ExplainableModel model,
      String spec,
      @org.jspecify.annotations.Nullable String layer,
      NumericArray x) {
    try (Explainer explainer = model.explainer(ExplainRequest.of(spec).at(layer))) {
      return explainer.explain(x, CLASS).attributions().get(0);
    }
  }

  private double[] gradient(double[] image) {
    NumericArray x = image(image);
    return doubles(gradient.explain(x, CLASS).attributions().get(0).value().toFloats());
  }

  private double score(NumericArray x) {
    return gradient.explain(x, CLASS).attributions().get(0).score().get(0);
  }

  private static double residual(Attribution attribution, int example) {
    List<Double> residual = attribution.residual();
    assertNotNull(residual);
    return residual.get(example);
  }

  private static NumericArray image(double[] values) {
    return NumericArray.of(floats(values), 1, SIDE, SIDE, 1);
  }

  private static double[] doubles(float[] values) {
    double[] out = new double[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i];
    }
    return out;
  }

  private static float[] floats(double[] values) {
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) values[i];
    }
    return out;
  }
}
