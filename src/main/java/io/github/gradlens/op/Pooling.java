package io.github.gradlens.op;

import static io.github.gradlens.op.OpRow.op;

import java.util.List;

/** Pooling, resizing and resampling. */
final class Pooling {
  static final List<OpRow> ROWS =
      List.of(
          op("MaxPool", OpKind.MAXIMUM, 0).range(Range.AS_INPUTS),
          op("MaxPoolV2", OpKind.MAXIMUM, 0).range(Range.AS_INPUTS),
          op("MaxPool3D", OpKind.MAXIMUM, 0).range(Range.AS_INPUTS),
          op("AvgPool", OpKind.AVERAGE, 0).range(Range.AS_INPUTS),
          op("AvgPool3D", OpKind.AVERAGE, 0).range(Range.AS_INPUTS),
          op("ResizeBilinear", OpKind.AVERAGE, 0).range(Range.AS_INPUTS),
          op("ResizeNearestNeighbor", OpKind.AVERAGE, 0).range(Range.AS_INPUTS),
          op("ResizeBicubic", OpKind.AVERAGE, 0),
          op("CropAndResize", OpKind.AVERAGE, 0, 1).linearIn(0),
          op("ImageProjectiveTransformV3", OpKind.AVERAGE, 0));

  private Pooling() {}
}
