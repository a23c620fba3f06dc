package io.github.gradlens.render;

/**
 * The value at which the colours end, and how it was found.
 *
 * @param limit v: the colours run over [−v, v] (signed) or [0, v]; 0 for a zero map
 * @param how for the caption, as {@code 99th percentile of |R|}
 * @param zero whether the map is 0 everywhere, so that it is drawn neutral
 */
public record ColourScale(double limit, String how, boolean zero) {

  /** A map's value as a fraction of the limit, in [−1, 1]; 0 for a zero map. */
  double fraction(double r) {
    if (zero || Double.isNaN(r)) {
      return 0;
    }
    return Math.max(-1, Math.min(1, r / limit));
  }
}
