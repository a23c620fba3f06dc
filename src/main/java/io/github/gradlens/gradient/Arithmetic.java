package io.github.gradlens.gradient;

import static io.github.gradlens.gradient.VjpRow.binary;
import static io.github.gradlens.gradient.VjpRow.unary;

import java.util.List;

/** VJPs of sums, products, quotients and choices. */
final class Arithmetic {
  static final List<VjpRow> ROWS =
      List.of(
          binary("AddV2", VjpCall::dy, VjpCall::dy),
          binary("Sub", VjpCall::dy, c -> c.tf().neg(c.dy())),
          binary("Mul", c -> c.tf().mul(c.dy(), c.x(1)), c -> c.tf().mul(c.dy(), c.x(0))),
          unary("Neg", c -> c.tf().neg(c.dy())));

  private Arithmetic() {}
}
