package io.github.gradlens.model;

import io.github.gradlens.graph.Layers;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.TensorFacts;
import io.github.gradlens.rewrite.FlatModel;

/**
 * A signature before any canonicalising pass.
 *
 * @param name its name in the model
 * @param model its flat graph, inputs and outputs
 * @param network the flat graph as a function
 * @param facts types and shapes of its tensors
 * @param frozen whether variables are constants
 */
public record FlatSignature(
    String name, FlatModel model, Network network, TensorFacts facts, boolean frozen) {
  /** The names by which users call its tensors. */
  public Layers layers() {
    return Layers.of(network, facts);
  }
}
