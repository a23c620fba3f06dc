package io.github.gradlens.op;

import static io.github.gradlens.op.OpRow.op;

import java.util.List;

/** Element-wise sums, products, quotients and choices, with broadcasting. */
final class Arithmetic {
  static final List<OpRow> ROWS =
      List.of(
          op("Add", OpKind.SUM, 0, 1).range(Range.AS_INPUTS),
          op("AddV2", OpKind.SUM, 0, 1).range(Range.AS_INPUTS),
          op("AddN", OpKind.SUM, SignalInputs.ALL).range(Range.AS_INPUTS),
          op("Sub", OpKind.SUM, 0, 1),
          op("Mul", OpKind.DIAGONAL, 0, 1).range(Range.AS_INPUTS),
          op("MulNoNan", OpKind.DIAGONAL, 0, 1),
          op("RealDiv", OpKind.DIAGONAL, 0, 1).linearIn(0).range(Range.AS_INPUTS),
          op("Div", OpKind.DIAGONAL, 0, 1).linearIn(0).range(Range.AS_INPUTS),
          op("DivNoNan", OpKind.DIAGONAL, 0, 1).linearIn(0).range(Range.AS_INPUTS),
          op("Xdivy", OpKind.DIAGONAL, 0, 1).linearIn(0),
          op("Neg", OpKind.DIAGONAL, 0),
          op("Maximum", OpKind.SELECTION, 0, 1).rectifying(),
          op("Minimum", OpKind.SELECTION, 0, 1).rectifying().range(Range.AS_INPUTS),
          op("Select", OpKind.SELECTION, 1, 2).range(Range.AS_INPUTS),
          op("SelectV2", OpKind.SELECTION, 1, 2).range(Range.AS_INPUTS),
          op("ClipByValue", OpKind.SELECTION, 0, 1, 2).rectifying(),
          op("SquaredDifference", OpKind.BILINEAR, 0, 1).range(Range.NON_NEGATIVE),
          op("Pow", OpKind.ACTIVATION, 0, 1),
          op("Atan2", OpKind.ACTIVATION, 0, 1),
          op("FloorMod", OpKind.ACTIVATION, 0, 1),
          op("Xlogy", OpKind.ACTIVATION, 0, 1));

  private Arithmetic() {}
}
