package io.github.gradlens.gradient;

import static io.github.gradlens.gradient.VjpRow.unary;

import java.util.List;

/** VJPs of element-wise functions. */
final class Activations {
  static final List<VjpRow> ROWS =
      List.of(
          unary("Relu", c -> c.tf().apply("ReluGrad", c.dy(), c.y())),
          unary("Tanh", c -> c.tf().apply("TanhGrad", c.y(), c.dy())),
          unary("Sigmoid", c -> c.tf().apply("SigmoidGrad", c.y(), c.dy())));

  private Activations() {}
}
