package io.github.gradlens.rule;

import java.util.List;

/**
 * The w²-rule: shares by the squared weights, whatever the input.
 *
 * <pre>R_i = Σ_j w_ij² R_j / Σ_i w_ij²</pre>
 *
 * <p>Source: Montavon et al. 2017, equation 12.
 *
 * <p>Deviations: the bias takes no share, padding counts for nothing, a zero denominator passes 0.
 */
public record WSquare() implements LinearRule {
  @Override
  public String spelt() {
    return "w-square";
  }

  @Override
  public List<Pool> pools() {
    return List.of(Pool.of(Part.ONES, Part.SQUARE, Part.NONE));
  }
}
