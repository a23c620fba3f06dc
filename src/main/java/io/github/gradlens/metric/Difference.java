package io.github.gradlens.metric;

/**
 * The mean difference of two methods' figures on the same examples, and its standard error: what
 * examples have in common cancels.
 *
 * @param mean of a − b
 * @param standardError of that mean; NaN of fewer than two examples
 * @param count how many examples have both figures
 */
public record Difference(double mean, double standardError, int count) {
  /** A difference counts where it is larger than so many standard errors. */
  public static final double LEAST = 2;

  static Difference of(Summary differences) {
    return new Difference(differences.mean(), differences.standardError(), differences.count());
  }

  /** mean ÷ its standard error; infinite where every example differs alike, 0 where none does. */
  public double errors() {
    return mean == 0 ? 0 : mean / standardError;
  }

  /** Whether it is larger than its error allows for: |mean| ÷ standard error > {@link #LEAST}. */
  public boolean counts() {
    return Math.abs(errors()) > LEAST;
  }
}
