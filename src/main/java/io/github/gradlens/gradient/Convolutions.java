package io.github.gradlens.gradient;

import static io.github.gradlens.gradient.VjpRow.binary;
import static io.github.gradlens.gradient.VjpRow.both;
import static io.github.gradlens.gradient.VjpRow.vjp;

import io.github.gradlens.graph.Emitter.Building;
import java.util.List;
import org.tensorflow.Operand;

/** VJPs of convolutions by TensorFlow's own gradient ops. */
final class Convolutions {
  static final List<VjpRow> ROWS =
      List.of(
          binary(
              "Conv2D",
              c -> toInput(c, "Conv2DBackpropInput"),
              c -> toKernel(c, "Conv2DBackpropFilter")),
          binary(
              "DepthwiseConv2dNative",
              c -> toInput(c, "DepthwiseConv2dNativeBackpropInput"),
              c -> toKernel(c, "DepthwiseConv2dNativeBackpropFilter")),
          binary(
              "Conv3D",
              c -> toInput(c, "Conv3DBackpropInputV2"),
              c -> toKernel(c, "Conv3DBackpropFilterV2")),
          // a transposed convolution is linear in its data with the convolution as its transpose
          vjp(
              "Conv2DBackpropInput",
              c ->
                  both(
                      c,
                      1,
                      d -> transposedToKernel(d, "Conv2DBackpropFilter"),
                      d -> transposedToData(d, "Conv2D"))),
          vjp(
              "Conv3DBackpropInputV2",
              c ->
                  both(
                      c,
                      1,
                      d -> transposedToKernel(d, "Conv3DBackpropFilterV2"),
                      d -> transposedToData(d, "Conv3D"))),
          binary("BiasAdd", VjpCall::dy, Convolutions::toBias),
          binary("BiasAddV1", VjpCall::dy, Convolutions::toBias));

  private Convolutions() {}

  private static Operand<?> toInput(VjpCall c, String op) {
    DilatedKernel dilation = DilatedKernel.of(c.node());
    Operand<?> kernel = dilation.spread(c.tf(), c.x(1));
    return geometry(c, dilation, c.tf().op(op).in(c.tf().shape(c.x(0))).in(kernel).in(c.dy()));
  }

  private static Operand<?> toKernel(VjpCall c, String op) {
    DilatedKernel dilation = DilatedKernel.of(c.node());
    Operand<?> shape = c.tf().shape(dilation.spread(c.tf(), c.x(1)));
    Operand<?> signal = geometry(c, dilation, c.tf().op(op).in(c.x(0)).in(shape).in(c.dy()));
    return dilation.isPlain() ? signal : dilation.taps(c.tf(), signal);
  }

  private static Operand<?> transposedToKernel(VjpCall c, String op) {
    return geometry(c, c.tf().op(op).in(c.dy()).in(c.tf().shape(c.x(1))).in(c.x(2)));
  }

  private static Operand<?> transposedToData(VjpCall c, String op) {
    return geometry(c, c.tf().op(op).in(c.dy()).in(c.x(1)));
  }

  private static Operand<?> toBias(VjpCall c) {
    return c.tf().op("BiasAddGrad").in(c.dy()).copy(c.node(), "data_format").one();
  }

  private static Operand<?> geometry(VjpCall c, DilatedKernel dilation, Building op) {
    return dilation.isPlain()
        ? geometry(c, op)
        : op.copy(c.node(), "strides", "padding", "explicit_paddings", "data_format").one();
  }

  private static Operand<?> geometry(VjpCall c, Building op) {
    return op.copy(c.node(), "strides", "padding", "explicit_paddings", "data_format", "dilations")
        .one();
  }
}
