package io.github.gradlens.rule;

/**
 * The options that every relevance method takes.
 *
 * @param bias whether the bias takes its share; otherwise it is left out of the denominator
 * @param proportionalMaximum whether a maximum shares in proportion; otherwise the winner takes all
 * @param rescaleActivations whether activations keep φ(0); otherwise relevance passes unchanged
 * @param gates whether the signal takes all of a gated product; otherwise each factor half
 * @param relativeEpsilon whether ε is multiplied by √(mean z²)
 */
public record RuleOptions(
    boolean bias,
    boolean proportionalMaximum,
    boolean rescaleActivations,
    boolean gates,
    boolean relativeEpsilon) {
  public static final RuleOptions DEFAULTS = new RuleOptions(true, false, false, true, false);
}
