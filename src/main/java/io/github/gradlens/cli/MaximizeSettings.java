package io.github.gradlens.cli;

import io.github.gradlens.ExplainRequest;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.io.Preprocess;
import io.github.gradlens.method.ScoreKind;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one {@code maximize} call was asked for, read but not yet matched with the model.
 *
 * @param output null for the only one
 * @param labels null for the model's own labels.txt
 * @param chosen the preprocessing that was asked for; null where none was
 * @param memory in bytes
 */
record MaximizeSettings(
    ModelOptions model,
    List<String> targets,
    @Nullable String output,
    ScoreKind score,
    PriorOptions priors,
    PenaltyOptions penalties,
    DrawingOptions drawing,
    AscentOptions ascent,
    @Nullable Path labels,
    @Nullable Preprocess chosen,
    long memory,
    Path folder,
    boolean force) {
  MaximizeSettings {
    targets = List.copyOf(targets);
  }

  MaximizeSetting setting() {
    return MaximizeSetting.of(drawing.id(), priors.prior != null, priors.generator != null);
  }

  /** κ. */
  double expertWeight() {
    if (priors.prior == null) {
      return 0;
    }
    return priors.priorWeight == null ? setting().expert() : priors.priorWeight;
  }

  /**
   * Refuses what the command line alone gets wrong.
   *
   * @throws UsageException with what to change
   */
  void check() {
    priors.check();
    drawing.check(priors);
    penalties.check(ascent.count);
    penalties.penalties(setting(), MaximizeSetting.Span.ONE, null, expertWeight());
    ascent.search(setting(), MaximizeSetting.Span.ONE, memory);
    for (Path file : paths()) {
      if (!java.nio.file.Files.exists(file)) {
        throw new UsageException("'" + file + "' does not exist");
      }
    }
  }

  private List<Path> paths() {
    return java.util.stream.Stream.of(penalties.mean, drawing.spectrum)
        .filter(java.util.Objects::nonNull)
        .map(java.util.Objects::requireNonNull)
        .toList();
  }

  static long memory(@Nullable String text) {
    return text == null ? ExplainRequest.DEFAULT_MEMORY : MemorySize.parse("--memory", text);
  }
}
