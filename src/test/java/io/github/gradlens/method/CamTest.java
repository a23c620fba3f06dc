package io.github.gradlens.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.method.CamLab.Values;
import io.github.gradlens.method.CamLab.Writer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Operand;

/**
 * Class activation maps against their formulas written as loops in plain Java, with derivatives
 * from central differences, on networks of one to three axes of positions and either order of axes.
 */
class CamTest {
  private static final int CLASSES = 3;

  /** Networks: where the channels of input and layer stand, and the axes of positions. */
  @SuppressWarnings("ImmutableEnumChecker") // nobody writes into the sizes
  private enum Net {
    PLAIN(new long[] {6, 5, 2}, false, false),
    SEQUENCE(new long[] {7, 2}, false, false),
    VOLUME(new long[] {4, 3, 5, 2}, false, false),
    LAYER_FIRST(new long[] {6, 5, 2}, false, true),
    BOTH_FIRST(new long[] {2, 6, 5}, true, true);

    private final long[] input;
    private final boolean inputFirst;
    private final boolean layerFirst;

    Net(long[] input, boolean inputFirst, boolean layerFirst) {
      this.input = input;
      this.inputFirst = inputFirst;
      this.layerFirst = layerFirst;
    }

    CamLab open(boolean pooled) {
      return new CamLab(input, writer -> x -> write(writer, x, pooled));
    }

    private Operand<?> write(Writer net, Operand<?> x, boolean pooled) {
      Emitter tf = net.tf();
      Operand<?> last = inputFirst ? tf.transpose(x, tf.ints(0, 2, 3, 1)) : x;
      Operand<?> z = convolution(net, last);
      Operand<?> turned = layerFirst ? tf.transpose(z, tf.ints(0, 3, 1, 2)) : z;
      Operand<?> layer = net.as("layer").apply("Relu", turned);
      Operand<?> features = pooled ? mean(tf, layer) : hidden(net, layer);
      return tf.apply(
          "MatMul", features, net.weight("head", Emitter.dimension(features, 1), CLASSES));
    }

    private static Operand<?> convolution(Writer net, Operand<?> x) {
      Emitter tf = net.tf();
      return switch (Emitter.rank(x)) {
        case 3 -> {
          Operand<?> image = tf.apply("ExpandDims", x, tf.intScalar(1));
          Operand<?> z = conv(net, "Conv2D", image, new long[] {1, 3, 2, 4}, 4);
          yield tf.op("Squeeze").in(z).attr("squeeze_dims", new long[] {1}).one();
        }
        case 4 -> conv(net, "Conv2D", x, new long[] {3, 3, 2, 4}, 4);
        default -> conv(net, "Conv3D", x, new long[] {2, 2, 3, 2, 4}, 5);
      };
    }

    private static Operand<?> conv(Writer net, String op, Operand<?> x, long[] kernel, int rank) {
      long[] strides = new long[rank];
      Arrays.fill(strides, 1);
      return net.tf()
          .op(op)
          .in(x)
          .in(net.weight("kernel", kernel))
          .attr("strides", strides)
          .attr("padding", "VALID")
          .one();
    }

    private Operand<?> mean(Emitter tf, Operand<?> layer) {
      int rank = Emitter.rank(layer);
      int[] axes = new int[rank - 2];
      Arrays.setAll(axes, i -> i + (layerFirst ? 2 : 1));
      return tf.op("Mean").in(layer).in(tf.ints(axes)).attr("keep_dims", false).one();
    }

    /** So that the derivative differs by position and by input. */
    private static Operand<?> hidden(Writer net, Operand<?> layer) {
      Emitter tf = net.tf();
      int width = 1;
      for (int axis = 1; axis < Emitter.rank(layer); axis++) {
        width *= (int) Emitter.dimension(layer, axis);
      }
      Operand<?> flat = tf.mul(tf.reshape(layer, tf.ints(-1, width)), tf.scalar(0.1, layer));
      return tf.apply("Tanh", tf.apply("MatMul", flat, net.weight("hidden", width, 5)));
    }

    /** The place of (example, position, channel) in a tensor of this net. */
    int place(Values v, boolean first, int b, int p, int c) {
      int channels = channels(v, first);
      int positions = positions(v, first);
      return first ? (b * channels + c) * positions + p : (b * positions + p) * channels + c;
    }

    static int channels(Values v, boolean first) {
      return (int) v.shape()[first ? 1 : v.shape().length - 1];
    }

    static int positions(Values v, boolean first) {
      return v.data().length / CamLab.BATCH / channels(v, first);
    }

    /** The sizes of the axes of positions. */
    static int[] axes(Values v, boolean first) {
      int from = first ? 2 : 1;
      int[] sizes = new int[v.shape().length - 2];
      Arrays.setAll(sizes, i -> (int) v.shape()[from + i]);
      return sizes;
    }
  }

  /** Numbers by example, position and channel. */
  private static double[][][] byPosition(Net net, Values v) {
    int positions = Net.positions(v, net.layerFirst);
    int channels = Net.channels(v, net.layerFirst);
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

  private static double sum(double[][] values, int channel) {
    return Arrays.stream(values).mapToDouble(row -> row[channel]).sum();
  }

  private static double weighted(double[][] a, int p, java.util.function.IntToDoubleFunction w) {
    double total = 0;
    for (int c = 0; c < a[p].length; c++) {
      total += w.applyAsDouble(c) * a[p][c];
    }
    return total;
  }

  private static double plusPlus(double[][] a, double[][] g, int c) {
    double w = 0;
    for (double[] row : g) {
      double below = 2 * row[c] * row[c] + sum(a, c) * Math.pow(row[c], 3);
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
      case "grad-cam" -> (a, g, p) -> weighted(a, p, c -> sum(g, c) / g.length);
      case "grad-cam++" -> (a, g, p) -> weighted(a, p, c -> plusPlus(a, g, c));
      case "hires-cam" -> (a, g, p) -> weighted(a, p, c -> g[p][c]);
      case "xgrad-cam" ->
          (a, g, p) -> weighted(a, p, c -> sum(a, c) == 0 ? 0 : product(a, g, c) / sum(a, c));
      case "layer-cam" -> (a, g, p) -> weighted(a, p, c -> Math.max(g[p][c], 0));
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
  void isItsFormula(Net net, String id) {
    try (CamLab lab = net.open(false)) {
      double[][][] a = byPosition(net, lab.layer());
      double[][][] g = byPosition(net, differences(lab));
      double[][] expected = new double[a.length][a[0].length];
      for (int b = 0; b < a.length; b++) {
        for (int p = 0; p < a[b].length; p++) {
          expected[b][p] = formula(id).at(a[b], g[b], p);
        }
      }
      check(net, lab, id, expected);
    }
  }

  @ParameterizedTest
  @EnumSource(Net.class)
  void camTakesTheDenseWeights(Net net) {
    try (CamLab lab = net.open(true)) {
      double[][][] a = byPosition(net, lab.layer());
      Values head = lab.weight("head");
      double[][] expected = new double[a.length][a[0].length];
      for (int b = 0; b < a.length; b++) {
        int target = b + 1;
        for (int p = 0; p < a[b].length; p++) {
          expected[b][p] = weighted(a[b], p, c -> head.data()[c * CLASSES + target]);
        }
      }
      check(net, lab, "cam", expected);
    }
  }

  @ParameterizedTest
  @EnumSource(Net.class)
  void ablationCamTakesWhatTheScoreLoses(Net net) {
    try (CamLab lab = net.open(false)) {
      Values layer = lab.layer();
      double[][][] a = byPosition(net, layer);
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
      check(net, lab, "ablation-cam", combined(a, w));
    }
  }

  @ParameterizedTest
  @EnumSource(Net.class)
  void scoreCamTakesTheScoreOfMaskedInputs(Net net) {
    try (CamLab lab = net.open(false)) {
      Values layer = lab.layer();
      Values x = lab.x();
      double[][][] a = byPosition(net, layer);
      int channels = a[0][0].length;
      double[][] w = new double[a.length][channels];
      for (int c = 0; c < channels; c++) {
        double[] masked = x.data().clone();
        for (int b = 0; b < a.length; b++) {
          int channel = c;
          double[] small = Arrays.stream(a[b]).mapToDouble(row -> row[channel]).toArray();
          double[] mask =
              scaled(large(small, Net.axes(layer, net.layerFirst), Net.axes(x, net.inputFirst)));
          for (int p = 0; p < mask.length; p++) {
            for (int k = 0; k < Net.channels(x, net.inputFirst); k++) {
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
      check(net, lab, "score-cam", combined(a, w));
    }
  }

  @ParameterizedTest
  @EnumSource(Net.class)
  void eigenCamIsTheFirstPrincipalComponent(Net net) {
    try (CamLab lab = net.open(false)) {
      double[][][] a = byPosition(net, lab.layer());
      double[][] expected = new double[a.length][];
      for (int b = 0; b < a.length; b++) {
        expected[b] = component(a[b]);
      }
      check(net, lab, "eigen-cam", expected);
    }
  }

  /** By power iteration on the covariance of the channels. */
  private static double[] component(double[][] a) {
    int channels = a[0].length;
    double[][] x = new double[a.length][channels];
    for (int p = 0; p < a.length; p++) {
      for (int c = 0; c < channels; c++) {
        x[p][c] = a[p][c] - sum(a, c) / a.length;
      }
    }
    double[] v = new double[channels];
    Arrays.setAll(v, c -> 1 + 0.1 * c);
    for (int i = 0; i < 20_000; i++) {
      double[] next = new double[channels];
      for (double[] row : x) {
        double along = dot(row, v);
        Arrays.setAll(next, c -> next[c] + along * row[c]);
      }
      double norm = Math.sqrt(dot(next, next));
      double[] last = v;
      Arrays.setAll(last, c -> next[c] / norm);
    }
    double[] map = new double[a.length];
    double[] total = new double[a.length];
    for (int p = 0; p < a.length; p++) {
      map[p] = dot(x[p], v);
      total[p] = Arrays.stream(x[p]).sum();
    }
    double sign = dot(map, total) < 0 ? -1 : 1;
    return Arrays.stream(map).map(m -> sign * m).toArray();
  }

  private static double dot(double[] a, double[] b) {
    double total = 0;
    for (int i = 0; i < a.length; i++) {
      total += a[i] * b[i];
    }
    return total;
  }

  @Test
  void guidedGradCamIsTheProductOfBoth() {
    try (CamLab lab = Net.PLAIN.open(false)) {
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
    try (CamLab lab = Net.PLAIN.open(false)) {
      assertArrayEquals(
          lab.raw(lab.emit("hires-cam")).data(),
          lab.raw(lab.emit("hires-cam:layer=layer")).data(),
          0);
    }
  }

  @Test
  void camSaysWhatTheNetworkHasInsteadOfItsHead() {
    try (CamLab lab = Net.PLAIN.open(false)) {
      UsageException e = assertThrows(UsageException.class, () -> lab.emit("cam"));
      String message = String.valueOf(e.getMessage());
      assertTrue(
          message.startsWith(
              "cam needs global average pooling and one dense layer between layer and the score: "),
          message);
      assertTrue(
          message.contains("Mul (Mul) reads the map, not a mean over its positions"), message);
    }
  }

  private static double[][] combined(double[][][] a, double[][] w) {
    double[][] map = new double[a.length][a[0].length];
    for (int b = 0; b < a.length; b++) {
      for (int p = 0; p < a[b].length; p++) {
        map[b][p] = dot(w[b], a[b][p]);
      }
    }
    return map;
  }

  private static double[] scaled(double[] mask) {
    double least = Arrays.stream(mask).min().orElse(0);
    double range = Arrays.stream(mask).max().orElse(0) - least;
    return Arrays.stream(mask).map(m -> range == 0 ? 0 : (m - least) / range).toArray();
  }

  /** Raw map and drawn map, clipped and not. */
  private static void check(Net net, CamLab lab, String id, double[][] map) {
    int[] small = Net.axes(lab.layer(), net.layerFirst);
    int[] wide = Net.axes(lab.x(), net.inputFirst);
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
        for (int k = 0; k < Net.channels(drawn, net.inputFirst); k++) {
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
  private static double[] large(double[] map, int[] from, int[] to) {
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
