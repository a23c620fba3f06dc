package io.github.gradlens.metric;

import java.util.Locale;

/**
 * What a curve runs along and what it shows.
 *
 * @param along as {@code patches removed}
 * @param shows what the curve's points are, as {@code score f}
 * @param caption a place in words, a format of its whole number, as {@code %d removed}
 * @param first where the first point stands
 * @param step from a point to the next
 * @param share whether it always ends at all positions, so that points are shares of them
 * @param maps whether a point is found from a map, and not from the score of a changed example
 */
public record Axis(
    String along,
    String shows,
    String caption,
    double first,
    double step,
    boolean share,
    boolean maps) {
  private static final String SCORE = "score f";

  /**
   * Scores while something is removed, or given back.
   *
   * @param first how much is gone at the first point, in steps
   */
  static Axis removal(String along, int first, boolean share) {
    return new Axis(along, SCORE, "%d removed", first, 1, share, false);
  }

  /** Where point {@code i} of {@code count} stands: a share of 1, or a number. */
  public double at(int i, int count) {
    double last = first + count - 1;
    return share ? (first + i) / Math.max(1, last) : first + i * step;
  }

  /** The place of point {@code i} of {@code count} in words. */
  public String words(int i, int count) {
    double at = at(i, count);
    return share
        ? Math.round(100 * at) + " %"
        : String.format(Locale.ROOT, caption, Math.round(at)).replace('-', '−');
  }
}
