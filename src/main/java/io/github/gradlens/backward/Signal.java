package io.github.gradlens.backward;

import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * What travels backwards along one tensor: a derivative, a relevance or a multiplier, with the
 * tensor's shape. {@link #NONE} where nothing flows.
 */
public record Signal(@Nullable Operand<?> value) {
  public static final Signal NONE = new Signal(null);

  public static Signal of(Operand<?> value) {
    return new Signal(value);
  }

  public boolean isNone() {
    return value == null;
  }

  /** The tensor; only for a signal that flows. */
  public Operand<?> require() {
    if (value == null) {
      throw new IllegalStateException("no signal flows here");
    }
    return value;
  }
}
