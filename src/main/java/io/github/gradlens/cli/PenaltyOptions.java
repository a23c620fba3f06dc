package io.github.gradlens.cli;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.maximize.Penalties;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What stands beside f in J, but for the expert. */
final class PenaltyOptions {
  @Option(
      names = "--l2",
      paramLabel = "W",
      description = "Weight of Σ(x − x̄)², or of Σ(z − z̄)² of a code (by setting, below).")
  @Nullable Double l2;

  @Option(
      names = "--mean",
      paramLabel = "FILE|DIR",
      description =
          "x̄, an image, an npy file, or the mean of a folder's (0). Pixels start there. Of a code z̄, npy.")
  @Nullable Path mean;

  @Option(names = "--tv", paramLabel = "W", description = "Weight of total variation (0).")
  double tv;

  @Option(
      names = "--diversity",
      paramLabel = "W",
      description = "Weight by which the --count answers to a target are kept apart (0).")
  double diversity;

  @Option(
      names = "--diversity-at",
      paramLabel = "LAYER",
      description = "Where answers are compared (the last layer with positions).")
  @Nullable String diversityAt;

  /** Refuses what would have no effect. */
  void check(int count) {
    if (diversity > 0 && count < 2) {
      throw new UsageException(
          "--diversity keeps several answers to a target apart; give --count of 2 or more");
    }
    if (diversityAt != null && diversity == 0) {
      throw new UsageException("--diversity-at needs --diversity W, whose layer it is");
    }
  }

  /**
   * The weights.
   *
   * @param span of what is learnt
   * @param centre x̄ or z̄; null for zero
   * @param expert κ
   */
  Penalties penalties(
      MaximizeSetting setting,
      MaximizeSetting.Span span,
      @Nullable NumericArray centre,
      double expert) {
    double weight = l2 == null ? setting.l2(span) : l2;
    if (weight == 0 && mean != null && !setting.learnsPixels()) {
      throw new UsageException("--mean has no effect where --l2 is 0; give --l2 W");
    }
    return new Penalties(weight, centre, tv, expert, diversity, diversityAt);
  }
}
