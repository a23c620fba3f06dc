package io.github.gradlens.graph;

import org.tensorflow.Operand;

/** Where a network's static tensors are found in the graph that is being built. */
@FunctionalInterface
public interface Weights {
  Operand<?> of(String tensor);
}
