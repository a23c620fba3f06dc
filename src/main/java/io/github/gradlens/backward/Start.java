package io.github.gradlens.backward;

/** What a backward pass starts with at the score tensor z, whose derivative ∂f/∂z is w. */
public enum Start {
  /** w: the signal is a derivative or a multiplier. */
  DERIVATIVE,
  /** w ⊙ z: the signal is a relevance, and sums to f. */
  RELEVANCE,
  /** max(w ⊙ z, 0). */
  POSITIVE_RELEVANCE,
  /** w as a relevance of its own, which sums to 1 for one class. */
  UNIT_RELEVANCE
}
