package io.github.gradlens.op;

import static io.github.gradlens.op.OpRow.op;

import java.util.List;

/** Matrix products: linear where one factor is static, bilinear where both move. */
final class Products {
  static final List<OpRow> ROWS =
      List.of(
          op("MatMul", OpKind.LINEAR, 0, 1),
          op("BatchMatMul", OpKind.LINEAR, 0, 1),
          op("BatchMatMulV2", OpKind.LINEAR, 0, 1),
          op("BatchMatMulV3", OpKind.LINEAR, 0, 1),
          op("Einsum", OpKind.LINEAR, SignalInputs.ALL));

  private Products() {}
}
