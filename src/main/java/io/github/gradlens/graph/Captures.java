package io.github.gradlens.graph;

import org.tensorflow.Operand;

/**
 * Brings a tensor from outside into a loop's body; each is passed once however often it is asked
 * for.
 */
@FunctionalInterface
public interface Captures {
  Operand<?> of(Operand<?> outer);
}
