package io.github.gradlens.op;

import static io.github.gradlens.op.OpRow.op;

import java.util.List;

/** Reductions over axes and running sums. */
final class Reductions {
  static final List<OpRow> ROWS =
      List.of(
          op("Sum", OpKind.AVERAGE, 0).range(Range.AS_INPUTS),
          op("Mean", OpKind.AVERAGE, 0).range(Range.AS_INPUTS),
          op("Max", OpKind.MAXIMUM, 0).range(Range.AS_INPUTS),
          op("Min", OpKind.MAXIMUM, 0).range(Range.AS_INPUTS),
          op("Prod", OpKind.REDUCTION, 0).range(Range.AS_INPUTS),
          op("Cumsum", OpKind.AVERAGE, 0).range(Range.AS_INPUTS),
          op("Cumprod", OpKind.REDUCTION, 0).range(Range.AS_INPUTS),
          op("L2Loss", OpKind.REDUCTION, 0).range(Range.NON_NEGATIVE),
          op("EuclideanNorm", OpKind.REDUCTION, 0).range(Range.NON_NEGATIVE));

  private Reductions() {}
}
