package io.github.gradlens.method;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * What a method added to the graph.
 *
 * @param attributions the attribution of each explained tensor, of its shape
 * @param residual Σ R − (f(x) − f(x')), one figure an example; null where the method has none
 * @param quadrature the path's steps where the caller may choose them at run time
 * @param absorbed what biases and activations kept, one figure an example; null where nothing can
 * @param notes what the reader of a result should know, in a few words each
 */
public record Emission(
    Map<String, Operand<?>> attributions,
    @Nullable Operand<?> residual,
    @Nullable FedQuadrature quadrature,
    @Nullable Operand<?> absorbed,
    List<String> notes) {
  public Emission {
    attributions = Map.copyOf(attributions);
    notes = List.copyOf(notes);
  }

  /** An emission of a method that no bias keeps anything from. */
  Emission(
      Map<String, Operand<?>> attributions,
      @Nullable Operand<?> residual,
      @Nullable FedQuadrature quadrature) {
    this(attributions, residual, quadrature, null, List.of());
  }

  static Emission of(Map<String, Operand<?>> attributions) {
    return new Emission(attributions, null, null);
  }

  /** The same with other tensors of the same values. */
  public Emission withAttributions(Map<String, Operand<?>> others) {
    return new Emission(others, residual, quadrature, absorbed, notes);
  }
}
