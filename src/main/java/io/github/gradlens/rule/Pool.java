package io.github.gradlens.rule;

import java.util.List;

/**
 * Contributions that share out one portion of the relevance over their own sum:
 *
 * <pre>R_i = Σ_j share · R_j · x'_i w'_ij / (Σ_i x'_i w'_ij + b'_j)</pre>
 *
 * @param terms the products x' · w' that it sums
 * @param bias the part of the bias in its denominator
 * @param share the portion of R, negative for what speaks against
 * @param side the outputs whose relevance it takes
 */
record Pool(List<Term> terms, Part bias, double share, Side side) {
  /** Outputs by the sign of z. */
  enum Side {
    BOTH,
    /** z > 0. */
    POSITIVE,
    /** z &lt; 0. */
    NEGATIVE
  }

  Pool {
    terms = List.copyOf(terms);
  }

  static Pool of(Part input, Part weight, Part bias) {
    return new Pool(List.of(new Term(input, weight)), bias, 1, Side.BOTH);
  }

  /** All contributions that are positive by sign: x⁺w⁺ and x⁻w⁻. */
  static Pool positive(Part bias, double share) {
    return new Pool(
        List.of(new Term(Part.POSITIVE, Part.POSITIVE), new Term(Part.NEGATIVE, Part.NEGATIVE)),
        bias,
        share,
        Side.BOTH);
  }

  /** All contributions that are negative by sign: x⁺w⁻ and x⁻w⁺. */
  static Pool negative(Part bias, double share) {
    return new Pool(
        List.of(new Term(Part.POSITIVE, Part.NEGATIVE), new Term(Part.NEGATIVE, Part.POSITIVE)),
        bias,
        share,
        Side.BOTH);
  }

  /** The same with x⁺ = x and without x⁻, for a site whose input is known to be ≥ 0. */
  Pool forNonNegativeInput() {
    List<Term> kept =
        terms.stream()
            .filter(term -> term.input().kind() != Part.Kind.NEGATIVE)
            .map(term -> positive(term) ? new Term(Part.ALL, term.weight()) : term)
            .toList();
    return new Pool(kept, bias, share, side);
  }

  private static boolean positive(Term term) {
    return term.input().kind() == Part.Kind.POSITIVE;
  }
}
