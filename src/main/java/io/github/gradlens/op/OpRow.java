package io.github.gradlens.op;

/**
 * The facts of one op.
 *
 * @param name TensorFlow's name of the op
 * @param kind what the op is where one signal input moves
 * @param signals the inputs that can carry a signal
 * @param linear of these, the ones in which the op is what its kind says; in the others it is an
 *     activation
 * @param range what is known of the output's sign
 * @param zeroAtZero whether 0 gives 0
 * @param rectifier whether the op is a ReLU or a clipped or leaky form of it
 */
public record OpRow(
    String name,
    OpKind kind,
    SignalInputs signals,
    SignalInputs linear,
    Range range,
    boolean zeroAtZero,
    boolean rectifier) {
  static OpRow op(String name, OpKind kind, int... signalInputs) {
    return op(name, kind, SignalInputs.only(signalInputs));
  }

  static OpRow op(String name, OpKind kind, SignalInputs signals) {
    return new OpRow(name, kind, signals, signals, Range.ANY, true, false);
  }

  OpRow range(Range known) {
    return new OpRow(name, kind, signals, linear, known, zeroAtZero, rectifier);
  }

  /** The op is what its kind says in this input alone: a quotient in its numerator. */
  OpRow linearIn(int input) {
    return new OpRow(name, kind, signals, SignalInputs.only(input), range, zeroAtZero, rectifier);
  }

  /** φ(0) ≠ 0. */
  OpRow offset() {
    return new OpRow(name, kind, signals, linear, range, false, rectifier);
  }

  /** A ReLU, or a clipped or leaky form of it. */
  OpRow rectifying() {
    return new OpRow(name, kind, signals, linear, range, zeroAtZero, true);
  }
}
