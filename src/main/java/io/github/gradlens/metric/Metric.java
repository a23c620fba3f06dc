package io.github.gradlens.metric;

import io.github.gradlens.method.Activation;
import org.jspecify.annotations.Nullable;

/** A quality of an explanation, one number an example. Formula and source stand with each. */
public interface Metric {
  /** Begins with one map of one example. */
  Step start(Case example);

  /** Whether it explains a model with shuffled weights. */
  default boolean randomises() {
    return false;
  }

  /** What its curve runs along over such examples; null where it draws none. */
  default @Nullable Axis axis(Positions positions) {
    return null;
  }

  /** What is applied to the score tensor before the target is picked. */
  default Activation activation() {
    return Activation.NONE;
  }
}
