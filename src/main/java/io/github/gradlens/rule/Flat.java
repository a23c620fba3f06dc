package io.github.gradlens.rule;

import java.util.List;

/**
 * The flat rule: equal shares to all inputs of an output.
 *
 * <pre>R_i = Σ_j R_j / n_j,  n_j the number of inputs of output j</pre>
 *
 * <p>Source: Lapuschkin et al. 2017, section 3.2.
 *
 * <p>Deviations: the bias takes no share; padding is no input and is not counted.
 */
public record Flat() implements LinearRule {
  @Override
  public String spelt() {
    return "flat";
  }

  @Override
  public List<Pool> pools() {
    return List.of(Pool.of(Part.ONES, Part.ONES, Part.NONE));
  }
}
