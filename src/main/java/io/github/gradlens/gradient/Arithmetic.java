package io.github.gradlens.gradient;

import static io.github.gradlens.gradient.VjpRow.both;
import static io.github.gradlens.gradient.VjpRow.broadcasting;
import static io.github.gradlens.gradient.VjpRow.unary;
import static io.github.gradlens.gradient.VjpRow.vjp;

import io.github.gradlens.graph.Emitter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * VJPs of sums, products, quotients and choices. At points without a derivative they follow
 * TensorFlow's own gradients: no NaN at zero, and the first of two equals takes all.
 */
final class Arithmetic {
  static final List<VjpRow> ROWS =
      List.of(
          broadcasting("Add", VjpCall::dy, VjpCall::dy),
          broadcasting("AddV2", VjpCall::dy, VjpCall::dy),
          vjp("AddN", Arithmetic::toAll),
          broadcasting("Sub", VjpCall::dy, c -> c.tf().neg(c.dy())),
          broadcasting(
              "Mul",
              c -> c.tf().mul(c.dy(), c.conj(c.x(1))),
              c -> c.tf().mul(c.dy(), c.conj(c.x(0)))),
          broadcasting(
              "MulNoNan",
              c -> c.tf().apply("MulNoNan", c.dy(), c.x(1)),
              c -> c.tf().apply("MulNoNan", c.x(0), c.dy())),
          quotient("RealDiv", "RealDiv"),
          quotient("Div", "RealDiv"),
          quotient("DivNoNan", "DivNoNan"),
          broadcasting(
              "Xdivy",
              c -> c.tf().mul(c.dy(), c.tf().apply("Xdivy", isNotZero(c), c.x(1))),
              c -> {
                Operand<?> square = c.tf().apply("Square", c.x(1));
                return c.tf().mul(c.dy(), c.tf().apply("Xdivy", c.tf().neg(c.x(0)), square));
              }),
          broadcasting(
              "Xlogy",
              c -> c.tf().mul(c.dy(), c.tf().apply("Xlogy", isNotZero(c), c.x(1))),
              c -> c.tf().mul(c.dy(), c.tf().apply("Xdivy", c.x(0), c.x(1)))),
          unary("Neg", c -> c.tf().neg(c.dy())),
          extremum("Maximum", "GreaterEqual"),
          extremum("Minimum", "LessEqual"),
          vjp("Select", Arithmetic::select),
          vjp("SelectV2", c -> Broadcast.undo(c, selectV2(c))),
          vjp("ClipByValue", c -> Broadcast.undo(c, clip(c))),
          broadcasting(
              "SquaredDifference",
              Arithmetic::twiceDifference,
              c -> c.tf().neg(twiceDifference(c))),
          broadcasting("Pow", Arithmetic::powerBase, Arithmetic::powerExponent),
          broadcasting(
              "Atan2",
              c -> c.tf().mul(c.x(1), overSquares(c)),
              c -> c.tf().neg(c.tf().mul(c.x(0), overSquares(c)))),
          broadcasting(
              "FloorMod",
              VjpCall::dy,
              c -> c.tf().neg(c.tf().mul(c.dy(), c.tf().apply("FloorDiv", c.x(0), c.x(1))))));

  private Arithmetic() {}

  private static @Nullable Operand<?>[] toAll(VjpCall c) {
    @Nullable Operand<?>[] out = c.none();
    for (int i = 0; i < out.length; i++) {
      out[i] = c.wants(i) ? c.dy() : null;
    }
    return out;
  }

  /** y = a / b: da = dy / b, db = −dy · y / b. */
  private static VjpRow quotient(String op, String division) {
    return broadcasting(
        op,
        c -> c.tf().apply(division, c.dy(), c.conj(c.x(1))),
        c -> {
          Operand<?> slope = c.tf().apply(division, c.conj(c.y()), c.conj(c.x(1)));
          return c.tf().neg(c.tf().mul(c.dy(), slope));
        });
  }

  private static Operand<?> isNotZero(VjpCall c) {
    return c.tf().cast(c.tf().apply("NotEqual", c.x(0), c.constant(0)), c.type());
  }

  private static VjpRow extremum(String op, String firstTakes) {
    return broadcasting(
        op,
        c -> c.tf().select(c.tf().apply(firstTakes, c.x(0), c.x(1)), c.dy(), c.constant(0)),
        c -> c.tf().select(c.tf().apply(firstTakes, c.x(0), c.x(1)), c.constant(0), c.dy()));
  }

  /** The old Select takes equal shapes, or a vector that chooses rows. */
  private static @Nullable Operand<?>[] select(VjpCall c) {
    Operand<?> zeros = c.tf().zerosLike(c.dy());
    return both(
        c,
        1,
        d -> d.tf().apply("Select", d.x(0), d.dy(), zeros),
        d -> d.tf().apply("Select", d.x(0), zeros, d.dy()));
  }

  private static @Nullable Operand<?>[] selectV2(VjpCall c) {
    Operand<?> zero = c.tf().scalar(0, c.x(1));
    return both(
        c, 1, d -> d.tf().select(d.x(0), d.dy(), zero), d -> d.tf().select(d.x(0), zero, d.dy()));
  }

  /** Where the value was clipped, the bound takes what would have passed. */
  private static @Nullable Operand<?>[] clip(VjpCall c) {
    Emitter tf = c.tf();
    Operand<?> below = tf.apply("Less", c.x(0), c.x(1));
    Operand<?> above = tf.apply("Greater", c.x(0), c.x(2));
    Operand<?> zero = c.constant(0);
    @Nullable Operand<?>[] out = c.none();
    if (c.wants(0)) {
      out[0] = tf.select(tf.apply("LogicalOr", below, above), zero, c.dy());
    }
    if (c.wants(1)) {
      out[1] = tf.select(below, c.dy(), zero);
    }
    if (c.wants(2)) {
      out[2] = tf.select(above, c.dy(), zero);
    }
    return out;
  }

  private static Operand<?> twiceDifference(VjpCall c) {
    return c.tf().mul(c.dy(), c.tf().mul(c.tf().sub(c.x(0), c.x(1)), c.constant(2)));
  }

  /** da = dy · b · a^(b−1), 0 where b is 0 whatever a is. */
  private static Operand<?> powerBase(VjpCall c) {
    Operand<?> power = c.tf().apply("Pow", c.x(0), c.tf().sub(c.x(1), c.constant(1)));
    return c.tf().mul(c.dy(), c.tf().apply("MulNoNan", power, c.x(1)));
  }

  /** db = dy · y · log a, 0 where a ≤ 0. */
  private static Operand<?> powerExponent(VjpCall c) {
    Operand<?> positive = c.tf().apply("Greater", c.x(0), c.constant(0));
    Operand<?> safe = c.tf().select(positive, c.x(0), c.constant(1));
    return c.tf().mul(c.dy(), c.tf().mul(c.y(), c.tf().apply("Log", safe)));
  }

  /** dy / (a² + b²). */
  private static Operand<?> overSquares(VjpCall c) {
    Operand<?> squares = c.tf().add(c.tf().apply("Square", c.x(0)), c.tf().apply("Square", c.x(1)));
    return c.tf().div(c.dy(), squares);
  }
}
