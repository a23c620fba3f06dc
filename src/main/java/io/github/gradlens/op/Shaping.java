package io.github.gradlens.op;

import static io.github.gradlens.op.OpRow.op;

import java.util.List;

/** Ops that move, copy or convert elements. */
final class Shaping {
  static final List<OpRow> ROWS =
      List.of(
          op("Identity", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("IdentityN", OpKind.STRUCTURAL, SignalInputs.ALL).range(Range.AS_INPUTS),
          op("Snapshot", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("PreventGradient", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("CheckNumerics", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("CheckNumericsV2", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("PlaceholderWithDefault", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("EnsureShape", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("Cast", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("Reshape", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("Squeeze", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("ExpandDims", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("Transpose", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("Pad", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("PadV2", OpKind.STRUCTURAL, 0, 2).range(Range.AS_INPUTS),
          op("MirrorPad", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("ConcatV2", OpKind.STRUCTURAL, SignalInputs.ALL_BUT_LAST).range(Range.AS_INPUTS),
          op("Concat", OpKind.STRUCTURAL, (index, count) -> index > 0).range(Range.AS_INPUTS),
          op("Pack", OpKind.STRUCTURAL, SignalInputs.ALL).range(Range.AS_INPUTS),
          op("Unpack", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("Split", OpKind.STRUCTURAL, 1).range(Range.AS_INPUTS),
          op("SplitV", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("Tile", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("BroadcastTo", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("Fill", OpKind.STRUCTURAL, 1).range(Range.AS_INPUTS),
          op("SpaceToBatchND", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("BatchToSpaceND", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("SpaceToDepth", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("DepthToSpace", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("ReverseV2", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("ReverseSequence", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("Roll", OpKind.STRUCTURAL, 0).range(Range.AS_INPUTS),
          op("MatrixDiag", OpKind.STRUCTURAL, 0),
          op("MatrixBandPart", OpKind.STRUCTURAL, 0));

  private Shaping() {}
}
