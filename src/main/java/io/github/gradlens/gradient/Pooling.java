package io.github.gradlens.gradient;

import static io.github.gradlens.gradient.VjpRow.unary;
import static io.github.gradlens.gradient.VjpRow.vjp;

import io.github.gradlens.graph.Emitter.Building;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * VJPs of pooling, resizing and resampling by TensorFlow's own gradient ops; a maximum over volumes
 * by {@link VolumePool}, a projective transform by {@link ProjectiveSampling}. A maximum gives its
 * signal to the first of equal elements.
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
          unary("ResizeBicubic", c -> grid(c, "ResizeBicubicGrad", c.x(0))),
          vjp("CropAndResize", Pooling::crops),
          unary("ImageProjectiveTransformV3", ProjectiveSampling::adjoint));

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

  /**
   * To the image and to the boxes. Where each crop's pixel takes the nearest of the image, nothing
   * flows to the boxes: a small move changes no pixel.
   */
  private static @Nullable Operand<?>[] crops(VjpCall c) {
    @Nullable Operand<?>[] out = c.none();
    if (c.wants(0)) {
      out[0] =
          c.tf()
              .op("CropAndResizeGradImage")
              .in(c.dy())
              .in(c.x(1))
              .in(c.x(2))
              .in(c.tf().shape(c.x(0)))
              .attr("T", c.type())
              .copy(c.node(), "method")
              .one();
    }
    if (c.wants(1) && c.node().text("method", "bilinear").equals("bilinear")) {
      out[1] = c.tf().apply("CropAndResizeGradBoxes", c.dy(), c.x(0), c.x(1), c.x(2));
    }
    return out;
  }
}
