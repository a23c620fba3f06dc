package io.github.gradlens.method;

import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;

/** What is applied over the last axis of the score tensor before the target is picked. */
public enum Activation {
  /** z. */
  NONE,
  /** exp z_k / Σ exp z. */
  SOFTMAX,
  /** 1 / (1 + exp −z). */
  SIGMOID;

  Operand<?> of(Emitter tf, Operand<?> z) {
    return switch (this) {
      case NONE -> z;
      case SOFTMAX -> Emitter.rank(z) < 2 ? tf.apply("Sigmoid", z) : tf.apply("Softmax", z);
      case SIGMOID -> tf.apply("Sigmoid", z);
    };
  }
}
