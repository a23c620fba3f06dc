package io.github.gradlens.op;

import static io.github.gradlens.op.OpRow.op;

import java.util.List;

/** Normalisation ops that were not decomposed. */
final class Normalisation {
  static final List<OpRow> ROWS =
      List.of(
          op("FusedBatchNorm", OpKind.NORMALISATION, 0, 1, 2, 3, 4),
          op("FusedBatchNormV2", OpKind.NORMALISATION, 0, 1, 2, 3, 4),
          op("FusedBatchNormV3", OpKind.NORMALISATION, 0, 1, 2, 3, 4),
          op("LRN", OpKind.NORMALISATION, 0));

  private Normalisation() {}
}
