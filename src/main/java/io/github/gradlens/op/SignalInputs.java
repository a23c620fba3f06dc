package io.github.gradlens.op;

/** Which inputs of an op can carry a signal; the others are shapes, axes, indices. */
@FunctionalInterface
public interface SignalInputs {
  SignalInputs NONE = (index, count) -> false;
  SignalInputs ALL = (index, count) -> true;
  SignalInputs ALL_BUT_LAST = (index, count) -> index < count - 1;

  boolean carries(int index, int count);

  /** Only the inputs at these positions. */
  static SignalInputs only(int... positions) {
    int[] kept = positions.clone();
    return (index, count) -> {
      for (int p : kept) {
        if (p == index) {
          return true;
        }
      }
      return false;
    };
  }
}
