package io.github.gradlens.method;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The first principal component against power iteration in plain Java. */
class EigenCamTest {
  @ParameterizedTest
  @EnumSource(CamNet.class)
  void eigenCamIsTheFirstPrincipalComponent(CamNet net) {
    try (CamLab lab = net.open(false)) {
      double[][][] a = CamCheck.byPosition(net, lab.layer());
      double[][] expected = new double[a.length][];
      for (int b = 0; b < a.length; b++) {
        expected[b] = component(a[b]);
      }
      CamCheck.check(net, lab, "eigen-cam", expected);
    }
  }

  /** By power iteration on the covariance of the channels. */
  private static double[] component(double[][] a) {
    int channels = a[0].length;
    double[][] x = new double[a.length][channels];
    for (int p = 0; p < a.length; p++) {
      for (int c = 0; c < channels; c++) {
        x[p][c] = a[p][c] - CamCheck.sum(a, c) / a.length;
      }
    }
    double[] v = new double[channels];
    Arrays.setAll(v, c -> 1 + 0.1 * c);
    for (int i = 0; i < 20_000; i++) {
      double[] next = new double[channels];
      for (double[] row : x) {
        double along = CamCheck.dot(row, v);
        Arrays.setAll(next, c -> next[c] + along * row[c]);
      }
      double norm = Math.sqrt(CamCheck.dot(next, next));
      double[] last = v;
      Arrays.setAll(last, c -> next[c] / norm);
    }
    double[] map = new double[a.length];
    double[] total = new double[a.length];
    for (int p = 0; p < a.length; p++) {
      map[p] = CamCheck.dot(x[p], v);
      total[p] = Arrays.stream(x[p]).sum();
    }
    double sign = CamCheck.dot(map, total) < 0 ? -1 : 1;
    return Arrays.stream(map).map(m -> sign * m).toArray();
  }
}
