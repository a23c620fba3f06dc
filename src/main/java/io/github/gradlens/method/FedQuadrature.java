package io.github.gradlens.method;

import org.tensorflow.Operand;

/**
 * A path integral whose steps are fed, so that they can be doubled without a new graph.
 *
 * @param alphas where {@link Quadrature#alphas()} are fed
 * @param weights where {@link Quadrature#weights()} are fed
 * @param difference f(x) − f(x'), one figure an example
 * @param rule the quadrature rule
 * @param most the most steps
 * @param tolerance an example has converged where |residual| ≤ tolerance · max(|difference|, 1e-3)
 */
public record FedQuadrature(
    Operand<?> alphas,
    Operand<?> weights,
    Operand<?> difference,
    Quadrature.Rule rule,
    int most,
    double tolerance) {
  /** The steps of the first try. */
  public static final int FIRST = 16;

  /** Whether a residual is small enough. */
  public boolean converged(double residual, double difference) {
    return Math.abs(residual) <= tolerance * Math.max(Math.abs(difference), 1e-3);
  }
}
