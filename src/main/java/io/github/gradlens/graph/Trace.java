package io.github.gradlens.graph;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/** One evaluation of a network: names of the flat graph → tensors of the graph being built. */
public final class Trace {
  private final Map<String, Operand<?>> tensors;
  private final Weights weights;
  private final Network network;

  Trace(Network network, Map<String, Operand<?>> tensors, Weights weights) {
    this.network = network;
    this.tensors = tensors;
    this.weights = weights;
  }

  public Network network() {
    return network;
  }

  /** The tensor of that name, weights included. */
  public Operand<?> of(String tensor) {
    @Nullable Operand<?> found = tensors.get(tensor);
    return found != null ? found : weights.of(tensor);
  }
}
