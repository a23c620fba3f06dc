package io.github.gradlens.gradient;

import static io.github.gradlens.gradient.VjpRow.binary;
import static io.github.gradlens.gradient.VjpRow.vjp;

import io.github.gradlens.graph.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/** VJPs of matrix products: with Y = A·B, dA = dY·Bᴴ and dB = Aᴴ·dY. */
final class Products {
  static final List<VjpRow> ROWS =
      List.of(
          binary("MatMul", Products::left, Products::right),
          batched("BatchMatMul"),
          batched("BatchMatMulV2"),
          batched("BatchMatMulV3").unless(Products::mixedTypes),
          vjp("Einsum", EinsumVjp::apply).unless(EinsumVjp::limit));

  private Products() {}

  private static Operand<?> left(VjpCall c) {
    boolean tb = c.node().flag("transpose_b");
    return c.node().flag("transpose_a")
        ? product(c, c.conj(c.x(1)), c.dy(), tb, true)
        : product(c, c.dy(), c.conj(c.x(1)), false, !tb);
  }

  private static Operand<?> right(VjpCall c) {
    boolean ta = c.node().flag("transpose_a");
    return c.node().flag("transpose_b")
        ? product(c, c.dy(), c.conj(c.x(0)), true, ta)
        : product(c, c.conj(c.x(0)), c.dy(), !ta, false);
  }

  private static Operand<?> product(
      VjpCall c, Operand<?> a, Operand<?> b, boolean transposeA, boolean transposeB) {
    return c.tf()
        .op("MatMul")
        .in(a)
        .in(b)
        .attr("transpose_a", transposeA)
        .attr("transpose_b", transposeB)
        .one();
  }

  /** The matrices' own axes are never broadcast, those before them may be. */
  private static VjpRow batched(String op) {
    return binary(
        op,
        c -> Broadcast.undo(c.tf(), batchedLeft(c), c.x(0), 2),
        c -> Broadcast.undo(c.tf(), batchedRight(c), c.x(1), 2));
  }

  private static Operand<?> batchedLeft(VjpCall c) {
    boolean adjointY = c.node().flag("adj_y");
    return c.node().flag("adj_x")
        ? batchedProduct(c, c.x(1), c.dy(), adjointY, true)
        : batchedProduct(c, c.dy(), c.x(1), false, !adjointY);
  }

  private static Operand<?> batchedRight(VjpCall c) {
    boolean adjointX = c.node().flag("adj_x");
    return c.node().flag("adj_y")
        ? batchedProduct(c, c.dy(), c.x(0), true, adjointX)
        : batchedProduct(c, c.x(0), c.dy(), !adjointX, false);
  }

  private static Operand<?> batchedProduct(
      VjpCall c, Operand<?> a, Operand<?> b, boolean adjointA, boolean adjointB) {
    return c.tf()
        .op("BatchMatMulV2")
        .in(a)
        .in(b)
        .attr("adj_x", adjointA)
        .attr("adj_y", adjointB)
        .one();
  }

  private static @Nullable String mixedTypes(Node node) {
    DataType out = node.type("Tout", DataType.DT_FLOAT);
    boolean same = node.type("Ta", out) == out && node.type("Tb", out) == out;
    return same ? null : "a product of mixed element types";
  }
}
