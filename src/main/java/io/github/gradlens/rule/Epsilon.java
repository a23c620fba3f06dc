package io.github.gradlens.rule;

import java.util.List;

/**
 * The ε-rule; with ε = 0 the z-rule (LRP-0).
 *
 * <pre>R_i = x_i Σ_j w_ij R_j / (z_j + ε·sgn(z_j)),  z_j = Σ_i x_i w_ij + b_j,  sgn(0) = +1</pre>
 *
 * <p>Source: Bach et al. 2015, equations 56 (z-rule) and 58 (stabiliser).
 *
 * <p>Deviations: {@code bias=ignore} leaves b out of z. {@code epsilon-scale=rms} multiplies ε by
 * √(mean z²) of the example. With ε = 0 a zero denominator passes 0.
 *
 * @param epsilon ε ≥ 0
 * @param relative whether ε is relative to the root mean square of z
 * @param bias whether b is in the denominator
 */
public record Epsilon(double epsilon, boolean relative, boolean bias) implements LinearRule {
  @Override
  public String spelt() {
    return epsilon == 0 ? "zero" : "epsilon(" + epsilon + ")";
  }

  @Override
  public List<Pool> pools() {
    return List.of(Pool.of(Part.ALL, Part.ALL, bias ? Part.ALL : Part.NONE));
  }

  @Override
  public Stabiliser stabiliser() {
    return new Stabiliser(epsilon, relative);
  }
}
