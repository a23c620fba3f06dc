package io.github.gradlens.gradient;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * The VJP of one op.
 *
 * @param op TensorFlow's name
 */
record VjpRow(String op, Vjp vjp) {
  /** A VJP of any number of inputs. */
  static VjpRow vjp(String op, Vjp vjp) {
    return new VjpRow(op, vjp);
  }

  /** A VJP towards the first input alone. */
  static VjpRow unary(String op, Function<VjpCall, Operand<?>> dx) {
    return new VjpRow(op, call -> towards(call, 0, dx.apply(call)));
  }

  /** A VJP towards the first two inputs, each computed only where it is wanted. */
  static VjpRow binary(
      String op, Function<VjpCall, Operand<?>> da, Function<VjpCall, Operand<?>> db) {
    return new VjpRow(
        op,
        call -> {
          @Nullable Operand<?>[] out = new Operand<?>[call.inputCount()];
          if (call.wants(0)) {
            out[0] = da.apply(call);
          }
          if (call.wants(1)) {
            out[1] = db.apply(call);
          }
          return out;
        });
  }

  static @Nullable Operand<?>[] towards(VjpCall call, int index, Operand<?> dx) {
    @Nullable Operand<?>[] out = new Operand<?>[call.inputCount()];
    out[index] = dx;
    return out;
  }
}
