package io.github.gradlens.method;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * What a method added to the graph.
 *
 * @param attributions the attribution of each explained tensor, of its shape
 * @param residual Σ R − (f(x) − f(x')), one figure an example; null where the method has none
 * @param quadrature the path's steps where the caller may choose them at run time
 */
public record Emission(
    Map<String, Operand<?>> attributions,
    @Nullable Operand<?> residual,
    @Nullable FedQuadrature quadrature) {
  public Emission {
    attributions = Map.copyOf(attributions);
  }

  static Emission of(Map<String, Operand<?>> attributions) {
    return new Emission(attributions, null, null);
  }
}
