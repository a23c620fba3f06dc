package io.github.gradlens.method;

import io.github.gradlens.graph.Captures;
import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;

/** Sets of features, by number; the same for every example, and made where they are needed. */
@FunctionalInterface
interface Coalitions {
  /**
   * Emits coalitions {@code from … to} inside a loop.
   *
   * @param from int32 scalar
   * @param to int32 scalar
   * @return which features each of them has, bool {@code [c, features]}
   */
  Operand<?> some(Emitter tf, Captures captures, Operand<?> from, Operand<?> to);
}
