package io.github.gradlens.rule;

import java.util.List;

/**
 * The αβ-rule: what speaks for and what speaks against, each shared out over its own sum.
 *
 * <pre>R_i = Σ_j (α z_ij⁺ / (Σ_i z_ij⁺ + b_j⁺) − β z_ij⁻ / (Σ_i z_ij⁻ + b_j⁻)) R_j,  α − β = 1
 * </pre>
 *
 * <p>z_ij = x_i w_ij; the sign is that of the contribution, so that z⁺ = x⁺w⁺ + x⁻w⁻ and z⁻ = x⁺w⁻
 * + x⁻w⁺.
 *
 * <p>Source: Bach et al. 2015, equation 60.
 *
 * <p>Deviations: no stabiliser, a zero denominator passes 0: where nothing speaks against, that
 * part of the relevance is lost and stands in the residual.
 *
 * @param alpha α
 * @param beta β = α − 1
 * @param bias whether b is in the denominators
 */
public record AlphaBeta(double alpha, double beta, boolean bias) implements LinearRule {
  @Override
  public String spelt() {
    return "alpha-beta(" + alpha + ";" + beta + ")";
  }

  @Override
  public List<Pool> pools() {
    return List.of(
        Pool.positive(bias ? Part.POSITIVE : Part.NONE, alpha),
        Pool.negative(bias ? Part.NEGATIVE : Part.NONE, -beta));
  }
}
