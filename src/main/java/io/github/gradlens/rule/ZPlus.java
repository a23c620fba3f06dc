package io.github.gradlens.rule;

import java.util.List;

/**
 * The z⁺-rule: only what speaks for takes relevance.
 *
 * <pre>R_i = Σ_j z_ij⁺ R_j / (Σ_i z_ij⁺ + b_j⁺),  z⁺ = x⁺w⁺ + x⁻w⁻</pre>
 *
 * <p>Source: Montavon et al. 2017, equation 15 (there for inputs ≥ 0 and without bias); equal to α
 * = 1, β = 0 of Bach et al. 2015.
 *
 * <p>Deviations: no stabiliser, a zero denominator passes 0.
 *
 * @param bias whether b⁺ is in the denominator; not in deep Taylor and excitation backprop
 */
public record ZPlus(boolean bias) implements LinearRule {
  @Override
  public String spelt() {
    return "z-plus";
  }

  @Override
  public List<Pool> pools() {
    return List.of(Pool.positive(bias ? Part.POSITIVE : Part.NONE, 1));
  }
}
