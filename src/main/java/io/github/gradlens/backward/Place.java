package io.github.gradlens.backward;

/** Where on its path a site stands. */
public enum Place {
  /**
   * A scale or shift of the raw input, before any other layer: it counts as structural and passes
   * relevance unchanged.
   */
  PREPROCESSING,
  /** A linear site whose input is the explained tensor, moved but not changed. */
  FIRST,
  /** Any other. */
  INNER
}
