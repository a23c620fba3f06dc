package io.github.gradlens.op;

import static io.github.gradlens.op.OpRow.op;

import java.util.List;

/** Pooling and resizing. */
final class Pooling {
  static final List<OpRow> ROWS =
      List.of(
          op("MaxPool", OpKind.POOLING, 0).range(Range.AS_INPUTS),
          op("MaxPoolV2", OpKind.POOLING, 0).range(Range.AS_INPUTS),
          op("MaxPool3D", OpKind.POOLING, 0).range(Range.AS_INPUTS),
          op("AvgPool", OpKind.POOLING, 0).range(Range.AS_INPUTS),
          op("AvgPool3D", OpKind.POOLING, 0).range(Range.AS_INPUTS),
          op("ResizeBilinear", OpKind.LINEAR, 0).range(Range.AS_INPUTS),
          op("ResizeNearestNeighbor", OpKind.LINEAR, 0).range(Range.AS_INPUTS),
          op("ResizeBicubic", OpKind.LINEAR, 0));

  private Pooling() {}
}
