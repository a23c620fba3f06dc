package io.github.gradlens.op;

import static io.github.gradlens.op.OpRow.op;

import java.util.List;

/** Slices, gathers and scatters. */
final class Indexing {
  static final List<OpRow> ROWS =
      List.of(
          op("Slice", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("StridedSlice", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("Gather", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("GatherV2", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("GatherNd", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("ScatterNd", OpKind.STRUCTURAL, 1),
          op("TensorScatterUpdate", OpKind.STRUCTURAL, 0, 2),
          op("TopKV2", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("UnsortedSegmentSum", OpKind.AVERAGE, 0),
          op("SegmentSum", OpKind.AVERAGE, 0),
          op("SegmentMean", OpKind.AVERAGE, 0));

  private Indexing() {}
}
