package io.github.gradlens.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.method.CamLab.Values;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** Maps by position in plain Java, and how they compare with what a method made. */
final class CamCheck {
  private CamCheck() {}

  /** Numbers by example, position and channel. */
  static double[][][] byPosition(CamNet net, Values v) {
    int positions = CamNet.positions(v, net.layerFirst);
    int channels = CamNet.channels(v, net.layerFirst);
    double[][][] out = new double[CamLab.BATCH][positions][channels];
    for (int b = 0; b < out.length; b++) {
      for (int p = 0; p < positions; p++) {
        for (int c = 0; c < channels; c++) {
          out[b][p][c] = v.data()[net.place(v, net.layerFirst, b, p, c)];
        }
      }
    }
    return out;
  }

  static double sum(double[][] values, int channel) {
    return Arrays.stream(values).mapToDouble(row -> row[channel]).sum();
  }

  static double weighted(double[][] a, int p, IntToDoubleFunction w) {
    double total = 0;
    for (int c = 0; c < a[p].length; c++) {
      total += w.applyAsDouble(c) * a[p][c];
    }
    return total;
  }

  static double dot(double[] a, double[] b) {
    double total = 0;
    for (int i = 0; i < a.length; i++) {
      total += a[i] * b[i];
    }
    return total;
  }

  static double[][] combined(double[][][] a, double[][] w) {
    double[][] map = new double[a.length][a[0].length];
    for (int b = 0; b < a.length; b++) {
      for (int p = 0; p < a[b].length; p++) {
        map[b][p] = dot(w[b], a[b][p]);
      }
    }
    return map;
  }

  /** Raw map and drawn map, clipped and not. */
  static void check(CamNet net, CamLab lab, String id, double[][] map) {
    int[] small = CamNet.axes(lab.layer(), net.layerFirst);
    int[] wide = CamNet.axes(lab.x(), net.inputFirst);
    assertTrue(Arrays.stream(map).flatMapToDouble(Arrays::stream).anyMatch(v -> v > 1e-3));
    for (boolean relu : new boolean[] {true, false}) {
      Emission emission = lab.emit(id + ":relu=" + relu);
      double[] raw = lab.raw(emission).data();
      Values drawn = lab.map(emission);
      assertEquals(Arrays.toString(lab.x().shape()), Arrays.toString(drawn.shape()));
      for (int b = 0; b < map.length; b++) {
        double[] expected = Arrays.stream(map[b]).map(v -> relu ? Math.max(v, 0) : v).toArray();
        int from = b * expected.length;
        assertClose(expected, Arrays.copyOfRange(raw, from, from + expected.length));
        double[] large = large(expected, small, wide);
        for (int k = 0; k < CamNet.channels(drawn, net.inputFirst); k++) {
          double[] channel = new double[large.length];
          for (int p = 0; p < large.length; p++) {
            channel[p] = drawn.data()[net.place(drawn, net.inputFirst, b, p, k)];
          }
          assertClose(large, channel);
        }
      }
    }
  }

  private static void assertClose(double[] expected, double[] actual) {
    double size = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    assertArrayEquals(expected, actual, 2e-6 * Math.max(size, 1));
  }

  /** Multilinear interpolation with half-pixel centres, corner by corner. */
  static double[] large(double[] map, int[] from, int[] to) {
    int total = Arrays.stream(to).reduce(1, (a, b) -> a * b);
    double[] out = new double[total];
    for (int i = 0; i < total; i++) {
      double value = 0;
      for (int corner = 0; corner < (1 << from.length); corner++) {
        double share = 1;
        int source = 0;
        int rest = i;
        int[] at = new int[to.length];
        for (int axis = to.length - 1; axis >= 0; axis--) {
          at[axis] = rest % to[axis];
          rest /= to[axis];
        }
        for (int axis = 0; axis < from.length; axis++) {
          double centre = (at[axis] + 0.5) * from[axis] / to[axis] - 0.5;
          int low = (int) Math.floor(centre);
          boolean upper = ((corner >> axis) & 1) == 1;
          share *= upper ? centre - low : 1 - (centre - low);
          int index = Math.min(Math.max(upper ? low + 1 : low, 0), from[axis] - 1);
          source = source * from[axis] + index;
        }
        value += share * map[source];
      }
      out[i] = value;
    }
    return out;
  }
}
