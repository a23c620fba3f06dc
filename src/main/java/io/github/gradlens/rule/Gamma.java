package io.github.gradlens.rule;

import java.util.List;

/**
 * The γ-rule in its sign-conditional form of four parts.
 *
 * <pre>
 * z_j > 0:  R_i = Σ_j (x_i⁺(w_ij + γw_ij⁺) + x_i⁻(w_ij + γw_ij⁻)) R_j / (the sum of these + b_j + γb_j⁺)
 * z_j &lt; 0:  R_i = Σ_j (x_i⁺(w_ij + γw_ij⁻) + x_i⁻(w_ij + γw_ij⁺)) R_j / (the sum of these + b_j + γb_j⁻)
 * </pre>
 *
 * <p>Source: Montavon et al. 2019, table 10.1 (inputs ≥ 0); the form for any sign: Andéol et al.
 * 2021, section 4.
 *
 * <p>Deviations: no stabiliser; a zero denominator, and z_j = 0, pass 0. {@code bias=ignore} leaves
 * b out, also of the sign of z.
 *
 * @param gamma γ ≥ 0
 * @param bias whether b is in the denominators
 */
public record Gamma(double gamma, boolean bias) implements LinearRule {
  @Override
  public String spelt() {
    return "gamma(" + gamma + ")";
  }

  @Override
  public List<Pool> pools() {
    Part up = Part.withPositive(gamma);
    Part down = Part.withNegative(gamma);
    return List.of(
        new Pool(
            List.of(new Term(Part.POSITIVE, up), new Term(Part.NEGATIVE, down)),
            bias ? up : Part.NONE,
            1,
            Pool.Side.POSITIVE),
        new Pool(
            List.of(new Term(Part.POSITIVE, down), new Term(Part.NEGATIVE, up)),
            bias ? down : Part.NONE,
            1,
            Pool.Side.NEGATIVE));
  }
}
