package io.github.gradlens.metric;

/**
 * What a curve runs along and what it shows.
 *
 * @param along as {@code positions removed}
 * @param shows what the curve's points are, as {@code score f}
 * @param fromZero whether its first point is that of nothing removed
 * @param share whether it always ends at all positions, so that points are shares of them
 */
public record Axis(String along, String shows, boolean fromZero, boolean share) {
  static final String SCORE = "score f";

  /** Where point {@code i} of {@code count} stands: a share of 1, or a number of steps. */
  public double at(int i, int count) {
    int place = i + (fromZero ? 0 : 1);
    int last = count - (fromZero ? 1 : 0);
    return share ? (double) place / Math.max(1, last) : place;
  }
}
