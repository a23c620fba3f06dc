package io.github.gradlens.gradient;

import static io.github.gradlens.gradient.VjpRow.unary;

import java.util.List;
import java.util.function.Function;
import org.tensorflow.Operand;

/** VJPs of element-wise functions: dx = dy · f′(x), written with the output where that is cheap. */
final class Activations {
  static final List<VjpRow> ROWS =
      List.of(
          unary("Relu", c -> c.tf().apply("ReluGrad", c.dy(), c.y())),
          unary("Relu6", c -> c.tf().apply("Relu6Grad", c.dy(), c.y())),
          unary(
              "LeakyRelu",
              c -> c.tf().op("LeakyReluGrad").in(c.dy()).in(c.x(0)).copy(c.node(), "alpha").one()),
          unary("Elu", c -> c.tf().apply("EluGrad", c.dy(), c.y())),
          unary("Selu", c -> c.tf().apply("SeluGrad", c.dy(), c.y())),
          unary("Softplus", c -> c.tf().apply("SoftplusGrad", c.dy(), c.x(0))),
          unary("Softsign", c -> c.tf().apply("SoftsignGrad", c.dy(), c.x(0))),
          unary("Sigmoid", c -> c.tf().apply("SigmoidGrad", c.y(), c.dy())),
          unary("Tanh", c -> c.tf().apply("TanhGrad", c.y(), c.dy())),
          times("Exp", VjpCall::y),
          times("Expm1", c -> c.tf().add(c.y(), c.constant(1))),
          over("Log", c -> c.x(0)),
          over("Log1p", c -> c.tf().add(c.x(0), c.constant(1))),
          unary("Sqrt", c -> c.tf().apply("SqrtGrad", c.y(), c.dy())),
          unary("Rsqrt", c -> c.tf().apply("RsqrtGrad", c.y(), c.dy())),
          times("Square", c -> c.tf().mul(c.x(0), c.constant(2))),
          unary("Reciprocal", c -> c.tf().apply("ReciprocalGrad", c.y(), c.dy())),
          unary("Inv", c -> c.tf().apply("InvGrad", c.y(), c.dy())),
          times("Abs", c -> c.tf().apply("Sign", c.x(0))),
          times("Erf", c -> bell(c, 2 / Math.sqrt(Math.PI))),
          times("Erfc", c -> bell(c, -2 / Math.sqrt(Math.PI))),
          times("Sin", c -> c.tf().apply("Cos", c.x(0))),
          times("Cos", c -> c.tf().neg(c.tf().apply("Sin", c.x(0)))),
          times("Tan", c -> c.tf().add(c.tf().apply("Square", c.y()), c.constant(1))),
          times("Sinh", c -> c.tf().apply("Cosh", c.x(0))),
          times("Cosh", c -> c.tf().apply("Sinh", c.x(0))),
          times("Asin", c -> c.tf().apply("Rsqrt", oneMinusSquare(c))),
          times("Acos", c -> c.tf().neg(c.tf().apply("Rsqrt", oneMinusSquare(c)))),
          over("Atan", c -> c.tf().add(c.tf().apply("Square", c.x(0)), c.constant(1))),
          over("Asinh", c -> c.tf().apply("Cosh", c.y())),
          over("Acosh", c -> c.tf().apply("Sinh", c.y())),
          over("Atanh", Activations::oneMinusSquare),
          unary("Softmax", Activations::softmax),
          unary("LogSoftmax", Activations::logSoftmax));

  private Activations() {}

  /** dx = dy · f′. */
  private static VjpRow times(String op, Function<VjpCall, Operand<?>> derivative) {
    return unary(op, c -> c.tf().mul(c.dy(), derivative.apply(c)));
  }

  /** dx = dy / g where f′ = 1 / g. */
  private static VjpRow over(String op, Function<VjpCall, Operand<?>> inverse) {
    return unary(op, c -> c.tf().div(c.dy(), inverse.apply(c)));
  }

  /** height · exp(−x²). */
  private static Operand<?> bell(VjpCall c, double height) {
    Operand<?> exponent = c.tf().neg(c.tf().apply("Square", c.x(0)));
    return c.tf().mul(c.tf().apply("Exp", exponent), c.constant(height));
  }

  private static Operand<?> oneMinusSquare(VjpCall c) {
    return c.tf().sub(c.constant(1), c.tf().apply("Square", c.x(0)));
  }

  /** dx = (dy − Σ dy·y) · y over the last axis. */
  private static Operand<?> softmax(VjpCall c) {
    Operand<?> mean = c.tf().sum(c.tf().mul(c.dy(), c.y()), c.tf().ints(-1), true);
    return c.tf().mul(c.tf().sub(c.dy(), mean), c.y());
  }

  /** dx = dy − softmax · Σ dy over the last axis. */
  private static Operand<?> logSoftmax(VjpCall c) {
    Operand<?> total = c.tf().sum(c.dy(), c.tf().ints(-1), true);
    return c.tf().sub(c.dy(), c.tf().mul(c.tf().apply("Exp", c.y()), total));
  }
}
