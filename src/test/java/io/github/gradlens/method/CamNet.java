package io.github.gradlens.method;

import io.github.gradlens.graph.Emitter;
import io.github.gradlens.method.CamLab.Values;
import io.github.gradlens.method.CamLab.Writer;
import java.util.Arrays;
import org.tensorflow.Operand;

/** Networks: where the channels of input and layer stand, and the axes of positions. */
@SuppressWarnings("ImmutableEnumChecker") // nobody writes into the sizes
enum CamNet {
  PLAIN(new long[] {6, 5, 2}, false, false),
  SEQUENCE(new long[] {7, 2}, false, false),
  VOLUME(new long[] {4, 3, 5, 2}, false, false),
  LAYER_FIRST(new long[] {6, 5, 2}, false, true),
  BOTH_FIRST(new long[] {2, 6, 5}, true, true);

  private final long[] input;
  final boolean inputFirst;
  final boolean layerFirst;

  CamNet(long[] input, boolean inputFirst, boolean layerFirst) {
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
        "MatMul", features, net.weight("head", Emitter.dimension(features, 1), CamLab.CLASSES));
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
