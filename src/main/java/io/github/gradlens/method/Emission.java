package io.github.gradlens.method;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * What a method added to the graph.
 *
 * @param attributions the attribution of each explained tensor, of its shape
 * @param residual what Σ R misses: Σ R − (f(x) − f(x')) of a method with a baseline, Σ R − f of a
 *     relevance method, one figure an example; null where the method has none
 * @param absorbed what biases and activations kept, one figure an example; null where the method
 *     has none
 * @param folded of that, the share of batch norms that were folded into a layer's bias; null where
 *     the method has none
 * @param quadrature the path's steps where the caller may choose them at run time
 * @param notes what a reader of the result should know
 * @param raw the map at the resolution of the layer that made it; null where the method has none
 * @param host the tensors that the host computes within a call
 */
public record Emission(
    Map<String, Operand<?>> attributions,
    @Nullable Operand<?> residual,
    @Nullable Operand<?> absorbed,
    @Nullable Operand<?> folded,
    @Nullable FedQuadrature quadrature,
    List<String> notes,
    @Nullable LayerMap raw,
    List<HostTensor> host) {
  /**
   * A map as a layer has it.
   *
   * @param layer the layer's tensor
   * @param values {@code [B, positions…]}
   */
  public record LayerMap(String layer, Operand<?> values) {}

  public Emission {
    attributions = Map.copyOf(attributions);
    notes = List.copyOf(notes);
    host = List.copyOf(host);
  }

  static Emission of(Map<String, Operand<?>> attributions) {
    return new Emission(attributions, null, null, null, null, List.of(), null, List.of());
  }

  /** An attribution with its completeness residual. */
  static Emission of(Map<String, Operand<?>> attributions, Operand<?> residual) {
    return new Emission(attributions, residual, null, null, null, List.of(), null, List.of());
  }

  /** A map that was drawn larger, with what it was made of. */
  static Emission ofLayer(Map<String, Operand<?>> attributions, LayerMap raw) {
    return new Emission(attributions, null, null, null, null, List.of(), raw, List.of());
  }

  /** The same results with something that a reader of them should know. */
  Emission withNotes(List<String> told) {
    return new Emission(attributions, residual, absorbed, folded, quadrature, told, raw, host);
  }

  /** The same results under other tensors, such as copies that can be fetched. */
  public Emission withAttributions(Map<String, Operand<?>> copies) {
    return new Emission(copies, residual, absorbed, folded, quadrature, notes, raw, host);
  }

  /** The same results, for which the host computes these tensors. */
  Emission withHost(List<HostTensor> tensors) {
    return new Emission(attributions, residual, absorbed, folded, quadrature, notes, raw, tensors);
  }
}
