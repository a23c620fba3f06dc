package io.github.gradlens.op;

/**
 * The facts of one op.
 *
 * @param name TensorFlow's name of the op
 * @param kind what the op is where one signal input moves
 * @param signals the inputs that can carry a signal
 * @param range what is known of the output's sign
 */
public record OpRow(String name, OpKind kind, SignalInputs signals, Range range) {
  static OpRow op(String name, OpKind kind, int... signalInputs) {
    return new OpRow(name, kind, SignalInputs.only(signalInputs), Range.ANY);
  }

  static OpRow op(String name, OpKind kind, SignalInputs signals) {
    return new OpRow(name, kind, signals, Range.ANY);
  }

  OpRow range(Range known) {
    return new OpRow(name, kind, signals, known);
  }
}
