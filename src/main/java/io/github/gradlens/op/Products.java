package io.github.gradlens.op;

import static io.github.gradlens.op.OpRow.op;

import java.util.List;

/** Matrix products: linear where one factor is static, bilinear where both move. */
final class Products {
  static final List<OpRow> ROWS =
      List.of(
          op("MatMul", OpKind.DENSE, 0, 1),
          op("BatchMatMul", OpKind.DENSE, 0, 1),
          op("BatchMatMulV2", OpKind.DENSE, 0, 1),
          op("BatchMatMulV3", OpKind.DENSE, 0, 1),
          op("Einsum", OpKind.DENSE, SignalInputs.ALL));

  private Products() {}
}
