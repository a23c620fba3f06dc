package io.github.gradlens.rule;

import io.github.gradlens.graph.Emitter;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/**
 * One form of a linear site.
 *
 * @param body the site's ops
 * @param input the shape of one example
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LinearSite(
    String name, DataType type, BiFunction<Net, Operand<?>, Operand<?>> body, long... input) {

  static final List<LinearSite> ALL =
      List.of(
          site("dense", (net, x) -> net.dense(x, 4), 5),
          site(
              "dense, kernel transposed, no bias",
              (net, x) ->
                  net.tf().op("MatMul").in(x).in(net.weight(4, 5)).attr("transpose_b", true).one(),
              5),
          site(
              "dense, weight first",
              (net, x) -> {
                Operand<?> z = net.apply("MatMul", net.weight(4, 5), net.transpose(x, 1, 0));
                return net.transpose(net.apply("AddV2", z, net.weight(4, 1)), 1, 0);
              },
              5),
          site(
              "BatchMatMul",
              (net, x) ->
                  net.apply(
                      "AddV2", net.apply("BatchMatMulV2", x, net.weight(5, 4)), net.weight(4)),
              2,
              5),
          site(
              "BatchMatMul, weight first",
              (net, x) ->
                  net.apply(
                      "AddV2", net.apply("BatchMatMulV2", net.weight(4, 2), x), net.weight(4, 1)),
              2,
              5),
          site(
              "Einsum, bias of two axes",
              (net, x) ->
                  net.apply(
                      "AddV2",
                      net.tf()
                          .op("Einsum")
                          .list(List.of(x, net.weight(4, 3, 2)))
                          .attr("equation", "abc,cde->abde")
                          .one(),
                      net.weight(3, 2)),
              2,
              4),
          site("dense over positions", (net, x) -> net.biased(positions(net, x)), 3, 5),
          site("dense over positions, no bias", LinearSite::positions, 3, 5),
          site("Conv2D SAME", (net, x) -> net.biased(net.conv(x, "SAME", 1, 3, 3, 2, 3)), 4, 4, 2),
          site(
              "Conv2D SAME stride 2",
              (net, x) -> net.biased(net.conv(x, "SAME", 2, 3, 2, 2, 3)),
              5,
              4,
              2),
          site(
              "Conv2D VALID stride 2, no bias",
              (net, x) -> net.conv(x, "VALID", 2, 2, 3, 2, 3),
              5,
              5,
              2),
          site(
              "Conv2D dilated",
              (net, x) ->
                  net.biased(
                      net.windowed("Conv2D", "SAME", 1)
                          .in(x)
                          .in(net.weight(3, 3, 2, 2))
                          .attr("dilations", 1, 2, 2, 1L)
                          .one()),
              5,
              5,
              2),
          site("Conv2D dilated by space to batch", LinearSite::spaceToBatch, 5, 5, 2),
          new LinearSite(
              "Conv2D grouped",
              DataType.DT_FLOAT,
              (net, x) -> net.biased(net.conv(x, "SAME", 1, 3, 3, 2, 6)),
              4,
              4,
              4),
          site(
              "Conv2D behind a Pad",
              (net, x) ->
                  net.biased(net.conv(net.apply("Pad", x, pads(net)), "VALID", 2, 3, 3, 2, 2)),
              4,
              4,
              2),
          site(
              "DepthwiseConv2d, two a channel",
              (net, x) ->
                  net.biased(
                      net.windowed("DepthwiseConv2dNative", "SAME", 2)
                          .in(x)
                          .in(net.weight(3, 3, 2, 2))
                          .one()),
              5,
              5,
              2),
          site("Conv1D", LinearSite::conv1d, 6, 2),
          site(
              "Conv3D",
              (net, x) ->
                  net.biased(
                      net.tf()
                          .op("Conv3D")
                          .in(x)
                          .in(net.weight(2, 3, 2, 2, 2))
                          .attr("strides", 1, 2, 1, 1, 1L)
                          .attr("padding", "SAME")
                          .one()),
              3,
              3,
              3,
              2),
          site("Conv2D transposed", (net, x) -> net.biased(transposed(net, x)), 3, 3, 2),
          site("Conv3D transposed, no bias", LinearSite::transposed3d, 2, 2, 2, 2),
          site(
              "scale and shift",
              (net, x) -> net.apply("AddV2", net.apply("Mul", x, net.weight(3)), net.weight(3)),
              2,
              3),
          site("scale that repeats", (net, x) -> net.apply("Mul", net.weight(3, 4), x), 1, 4),
          site(
              "scale, then less a shift",
              (net, x) -> net.apply("Sub", net.apply("Mul", x, net.weight(3)), net.weight(3)),
              2,
              3),
          site("quotient by a weight", (net, x) -> net.apply("RealDiv", x, net.divisor(3)), 2, 3),
          site("negative", (net, x) -> net.apply("Neg", x), 4),
          site("shift", (net, x) -> net.apply("AddV2", net.weight(3), x), 2, 3),
          site("shift less the data", (net, x) -> net.apply("Sub", net.weight(3), x), 2, 3));

  private static LinearSite site(
      String name, BiFunction<Net, Operand<?>, Operand<?>> body, long... input) {
    return new LinearSite(name, DataType.DT_DOUBLE, body, input);
  }

  /** Whether the site is nothing but a scale or shift. */
  boolean countsAsPreprocessing() {
    return name.contains("scale")
        || name.contains("shift")
        || name.equals("negative")
        || name.startsWith("quotient");
  }

  /** Normal values; the last example has many zeros, all in its first half. */
  Numbers draw(Random random) {
    long[] shape = new long[input.length + 1];
    System.arraycopy(input, 0, shape, 1, input.length);
    shape[0] = Net.BATCH;
    double[] values = Numbers.normal(random, shape).values();
    int size = (int) Shape.of(input).size();
    for (int i = 0; i < (size + 1) / 2; i++) {
      values[(Net.BATCH - 1) * size + i] = 0;
    }
    return Numbers.of(shape, values);
  }

  private static Operand<?> positions(Net net, Operand<?> x) {
    Operand<?> rows = net.apply("MatMul", net.reshape(x, -1, 5), net.weight(5, 4));
    return net.reshape(rows, -1, 3, 4);
  }

  private static Operand<?> pads(Net net) {
    return net.tf().reshape(net.tf().ints(0, 0, 1, 2, 2, 1, 0, 0), net.tf().ints(4, 2));
  }

  private static Operand<?> spaceToBatch(Net net, Operand<?> x) {
    Emitter tf = net.tf();
    Operand<?> blocks = tf.ints(2, 2);
    Operand<?> paddings = tf.reshape(tf.ints(2, 3, 2, 3), tf.ints(2, 2));
    Operand<?> crops = tf.reshape(tf.ints(0, 1, 0, 1), tf.ints(2, 2));
    Operand<?> small = tf.apply("SpaceToBatchND", x, blocks, paddings);
    Operand<?> z = net.conv(small, "VALID", 1, 3, 3, 2, 2);
    return net.biased(tf.apply("BatchToSpaceND", z, blocks, crops));
  }

  private static Operand<?> conv1d(Net net, Operand<?> x) {
    Emitter tf = net.tf();
    Operand<?> wide = tf.apply("ExpandDims", x, tf.intScalar(1));
    Operand<?> z = net.conv(wide, "SAME", 1, 1, 3, 2, 3);
    return net.biased(tf.op("Squeeze").in(z).attr("squeeze_dims", new long[] {1}).one());
  }

  private static Operand<?> transposed(Net net, Operand<?> x) {
    Emitter tf = net.tf();
    Operand<?> sizes =
        tf.op("Pack")
            .list(List.of(tf.size(x, 0), tf.intScalar(6), tf.intScalar(6), tf.intScalar(3)))
            .one();
    return net.windowed("Conv2DBackpropInput", "SAME", 2)
        .in(sizes)
        .in(net.weight(3, 3, 3, 2))
        .in(x)
        .one();
  }

  private static Operand<?> transposed3d(Net net, Operand<?> x) {
    Emitter tf = net.tf();
    Operand<?> three = tf.intScalar(3);
    Operand<?> sizes =
        tf.op("Pack").list(List.of(tf.size(x, 0), three, three, three, tf.intScalar(2))).one();
    return tf.op("Conv3DBackpropInputV2")
        .in(sizes)
        .in(net.weight(3, 2, 3, 2, 2))
        .in(x)
        .attr("strides", 1, 2, 2, 2, 1L)
        .attr("padding", "SAME")
        .one();
  }
}
