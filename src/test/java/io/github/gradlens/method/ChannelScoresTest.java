package io.github.gradlens.method;

import io.github.gradlens.method.CamLab.Values;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Maps weighted by what the score is without a channel, or through it. */
class ChannelScoresTest {
  @ParameterizedTest
  @EnumSource(CamNet.class)
  void ablationCamTakesWhatTheScoreLoses(CamNet net) {
    try (CamLab lab = net.open(false)) {
      Values layer = lab.layer();
      double[][][] a = CamCheck.byPosition(net, layer);
      double[] f = lab.score();
      int channels = a[0][0].length;
      double[][] w = new double[a.length][channels];
      for (int c = 0; c < channels; c++) {
        double[] without = layer.data().clone();
        for (int b = 0; b < a.length; b++) {
          for (int p = 0; p < a[b].length; p++) {
            without[net.place(layer, net.layerFirst, b, p, c)] = 0;
          }
        }
        double[] less = lab.scoreAtLayer(new Values(layer.shape(), without));
        for (int b = 0; b < a.length; b++) {
          w[b][c] = (f[b] - less[b]) / f[b];
        }
      }
      CamCheck.check(net, lab, "ablation-cam", CamCheck.combined(a, w));
    }
  }

  @ParameterizedTest
  @EnumSource(CamNet.class)
  void scoreCamTakesTheScoreOfMaskedInputs(CamNet net) {
    try (CamLab lab = net.open(false)) {
      Values layer = lab.layer();
      Values x = lab.x();
      double[][][] a = CamCheck.byPosition(net, layer);
      int channels = a[0][0].length;
      double[][] w = new double[a.length][channels];
      for (int c = 0; c < channels; c++) {
        double[] masked = x.data().clone();
        for (int b = 0; b < a.length; b++) {
          int channel = c;
          double[] small = Arrays.stream(a[b]).mapToDouble(row -> row[channel]).toArray();
          double[] mask =
              scaled(
                  CamCheck.large(
                      small, CamNet.axes(layer, net.layerFirst), CamNet.axes(x, net.inputFirst)));
          for (int p = 0; p < mask.length; p++) {
            for (int k = 0; k < CamNet.channels(x, net.inputFirst); k++) {
              masked[net.place(x, net.inputFirst, b, p, k)] *= mask[p];
            }
          }
        }
        double[] f = lab.scoreAtInput(masked);
        for (int b = 0; b < a.length; b++) {
          w[b][c] = Math.exp(f[b]);
        }
      }
      for (double[] row : w) {
        double total = Arrays.stream(row).sum();
        Arrays.setAll(row, c -> row[c] / total);
      }
      CamCheck.check(net, lab, "score-cam", CamCheck.combined(a, w));
    }
  }

  private static double[] scaled(double[] mask) {
    double least = Arrays.stream(mask).min().orElse(0);
    double range = Arrays.stream(mask).max().orElse(0) - least;
    return Arrays.stream(mask).map(m -> range == 0 ? 0 : (m - least) / range).toArray();
  }
}
