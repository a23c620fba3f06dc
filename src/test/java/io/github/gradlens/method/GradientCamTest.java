package io.github.gradlens.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.method.CamLab.Values;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Class activation maps from derivatives against their formulas written as loops in plain Java,
 * with derivatives from central differences, on networks of one to three axes of positions and
 * either order of axes.
 */
class GradientCamTest {
  private static Values differences(CamLab lab) {
    Values a = lab.layer();
    double h = 1e-5;
    double[] g = new double[a.data().length];
    int row = g.length / CamLab.BATCH;
    for (int i = 0; i < g.length; i++) {
      double[] up = a.data().clone();
      double[] down = a.data().clone();
      up[i] += h;
      down[i] -= h;
      double above = lab.scoreAtLayer(new Values(a.shape(), up))[i / row];
      double below = lab.scoreAtLayer(new Values(a.shape(), down))[i / row];
      g[i] = (above - below) / (2 * h);
    }
    return new Values(a.shape(), g);
  }

  /** What one example's layer and derivative make of a position. */
  @FunctionalInterface
  private interface Formula {
    double at(double[][] a, double[][] g, int position);
  }

  private static double plusPlus(double[][] a, double[][] g, int c) {
    double w = 0;
    for (double[] row : g) {
      double below = 2 * row[c] * row[c] + CamCheck.sum(a, c) * Math.pow(row[c], 3);
      w += below == 0 ? 0 : row[c] * row[c] / below * Math.max(row[c], 0);
    }
    return w;
  }

  private static double product(double[][] a, double[][] g, int c) {
    double total = 0;
    for (int p = 0; p < a.length; p++) {
      total += a[p][c] * g[p][c];
    }
    return total;
  }

  private static Formula formula(String id) {
    return switch (id) {
      case "grad-cam" -> (a, g, p) -> CamCheck.weighted(a, p, c -> CamCheck.sum(g, c) / g.length);
      case "grad-cam++" -> (a, g, p) -> CamCheck.weighted(a, p, c -> plusPlus(a, g, c));
      case "hires-cam" -> (a, g, p) -> CamCheck.weighted(a, p, c -> g[p][c]);
      case "xgrad-cam" ->
          (a, g, p) ->
              CamCheck.weighted(
                  a, p, c -> CamCheck.sum(a, c) == 0 ? 0 : product(a, g, c) / CamCheck.sum(a, c));
      case "layer-cam" -> (a, g, p) -> CamCheck.weighted(a, p, c -> Math.max(g[p][c], 0));
      default -> throw new IllegalArgumentException(id);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "PLAIN, grad-cam",
    "PLAIN, grad-cam++",
    "PLAIN, hires-cam",
    "PLAIN, xgrad-cam",
    "PLAIN, layer-cam",
    "SEQUENCE, grad-cam",
    "SEQUENCE, layer-cam",
    "VOLUME, grad-cam",
    "VOLUME, hires-cam",
    "LAYER_FIRST, grad-cam",
    "LAYER_FIRST, xgrad-cam",
    "BOTH_FIRST, grad-cam++",
    "BOTH_FIRST, layer-cam",
  })
  void isItsFormula(CamNet net, String id) {
    try (CamLab lab = net.open(false)) {
      double[][][] a = CamCheck.byPosition(net, lab.layer());
      double[][][] g = CamCheck.byPosition(net, differences(lab));
      double[][] expected = new double[a.length][a[0].length];
      for (int b = 0; b < a.length; b++) {
        for (int p = 0; p < a[b].length; p++) {
          expected[b][p] = formula(id).at(a[b], g[b], p);
        }
      }
      CamCheck.check(net, lab, id, expected);
    }
  }

  @Test
  void guidedGradCamIsTheProductOfBoth() {
    try (CamLab lab = CamNet.PLAIN.open(false)) {
      double[] guided = lab.map(lab.emit("guided-backprop")).data();
      double[] coarse = lab.map(lab.emit("grad-cam")).data();
      double[] expected = new double[guided.length];
      Arrays.setAll(expected, i -> guided[i] * coarse[i]);
      assertArrayEquals(expected, lab.map(lab.emit("guided-grad-cam")).data(), 1e-12);
      assertTrue(Arrays.stream(expected).anyMatch(v -> Math.abs(v) > 1e-3));
    }
  }

  @Test
  void autoAndANameFindTheSameLayer() {
    try (CamLab lab = CamNet.PLAIN.open(false)) {
      assertArrayEquals(
          lab.raw(lab.emit("hires-cam")).data(),
          lab.raw(lab.emit("hires-cam:layer=layer")).data(),
          0);
    }
  }
}
