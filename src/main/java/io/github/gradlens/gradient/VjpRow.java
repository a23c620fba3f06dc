package io.github.gradlens.gradient;

import io.github.gradlens.graph.Node;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * The VJP of one op.
 *
 * @param op TensorFlow's name
 * @param limit why the VJP does not hold for a node of that op, or null where it does
 */
record VjpRow(String op, Vjp vjp, Function<Node, @Nullable String> limit) {
  /** A VJP of any number of inputs. */
  static VjpRow vjp(String op, Vjp vjp) {
    return new VjpRow(op, vjp, node -> null);
  }

  /** A VJP towards the first input alone. */
  static VjpRow unary(String op, Function<VjpCall, @Nullable Operand<?>> dx) {
    return vjp(op, call -> towards(call, 0, dx.apply(call)));
  }

  /** A VJP towards the first two inputs, each computed only where it is wanted. */
  static VjpRow binary(
      String op, Function<VjpCall, Operand<?>> da, Function<VjpCall, Operand<?>> db) {
    return vjp(op, call -> both(call, 0, da, db));
  }

  /**
   * A VJP towards the first two inputs of an op that broadcasts them: both functions give the
   * output's shape.
   */
  static VjpRow broadcasting(
      String op, Function<VjpCall, Operand<?>> da, Function<VjpCall, Operand<?>> db) {
    return vjp(op, call -> Broadcast.undo(call, both(call, 0, da, db)));
  }

  /** The same row where some nodes of the op are beyond it; the preflight names the reason. */
  VjpRow unless(Function<Node, @Nullable String> reason) {
    return new VjpRow(op, vjp, reason);
  }

  /** The signals towards two neighbouring inputs, each computed only where it is wanted. */
  static @Nullable Operand<?>[] both(
      VjpCall call, int first, Function<VjpCall, Operand<?>> da, Function<VjpCall, Operand<?>> db) {
    @Nullable Operand<?>[] out = call.none();
    if (call.wants(first)) {
      out[first] = da.apply(call);
    }
    if (call.wants(first + 1)) {
      out[first + 1] = db.apply(call);
    }
    return out;
  }

  static @Nullable Operand<?>[] towards(VjpCall call, int index, @Nullable Operand<?> dx) {
    @Nullable Operand<?>[] out = call.none();
    out[index] = dx;
    return out;
  }
}
