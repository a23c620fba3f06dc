package io.github.gradlens.gradient;

import static io.github.gradlens.gradient.VjpRow.unary;

import io.github.gradlens.graph.Emitter.Building;
import java.util.List;
import org.tensorflow.Operand;

/**
 * VJPs of pooling and resizing by TensorFlow's own gradient ops; a maximum over volumes by {@link
 * VolumePool}. A maximum gives its signal to the first of equal elements.
 */
final class Pooling {
  static final List<VjpRow> ROWS =
      List.of(
          unary(
              "MaxPool", c -> windows(c, c.tf().op("MaxPoolGrad").in(c.x(0)).in(c.y()).in(c.dy()))),
          unary(
              "MaxPoolV2",
              c ->
                  c.tf()
                      .op("MaxPoolGradV2")
                      .in(c.x(0))
                      .in(c.y())
                      .in(c.dy())
                      .in(c.x(1))
                      .in(c.x(2))
                      .copy(c.node(), "padding", "data_format")
                      .one()),
          unary("MaxPool3D", c -> VolumePool.of(c.node()).gradient(c.tf(), c.x(0), c.dy())),
          unary(
              "AvgPool",
              c -> windows(c, c.tf().op("AvgPoolGrad").in(c.tf().shape(c.x(0))).in(c.dy()))),
          unary(
              "AvgPool3D",
              c -> windows(c, c.tf().op("AvgPool3DGrad").in(c.tf().shape(c.x(0))).in(c.dy()))),
          unary("ResizeBilinear", c -> grid(c, "ResizeBilinearGrad", c.x(0))),
          unary(
              "ResizeNearestNeighbor",
              c -> {
                Operand<?> shape = c.tf().shape(c.x(0));
                Operand<?> size = c.tf().rows(shape, c.tf().intScalar(1), c.tf().intScalar(3));
                return grid(c, "ResizeNearestNeighborGrad", size);
              }),
          unary("ResizeBicubic", c -> grid(c, "ResizeBicubicGrad", c.x(0))));

  private Pooling() {}

  private static Operand<?> windows(VjpCall c, Building op) {
    return op.copy(c.node(), "ksize", "strides", "padding", "explicit_paddings", "data_format")
        .one();
  }

  private static Operand<?> grid(VjpCall c, String op, Operand<?> original) {
    return c.tf()
        .op(op)
        .in(c.dy())
        .in(original)
        .copy(c.node(), "align_corners", "half_pixel_centers")
        .one();
  }
}
