package io.github.gradlens.op;

import static io.github.gradlens.op.OpRow.op;

import java.util.List;

/** Convolutions: linear in input 0, with the kernel at input 1. */
final class Convolutions {
  static final List<OpRow> ROWS =
      List.of(
          op("Conv2D", OpKind.CONVOLUTION, 0, 1),
          op("DepthwiseConv2dNative", OpKind.CONVOLUTION, 0, 1),
          op("Conv3D", OpKind.CONVOLUTION, 0, 1),
          // transposed convolution: the kernel is input 1, the data input 2
          op("Conv2DBackpropInput", OpKind.CONVOLUTION, 1, 2),
          op("Conv3DBackpropInputV2", OpKind.CONVOLUTION, 1, 2),
          op("BiasAdd", OpKind.BIAS, 0, 1),
          op("BiasAddV1", OpKind.BIAS, 0, 1));

  private Convolutions() {}
}
