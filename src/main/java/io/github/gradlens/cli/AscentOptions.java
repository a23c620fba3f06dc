package io.github.gradlens.cli;

import io.github.gradlens.array.ElementType;
import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.InputException;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.maximize.Optimiser;
import io.github.gradlens.maximize.Search;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the ascent goes. */
final class AscentOptions {
  /** Pictures along the way in the report, both ends included. */
  private static final int SNAPSHOTS = 8;

  @Option(names = "--steps", paramLabel = "N", description = "Steps (by setting, below).")
  @Nullable Integer steps;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description = "The optimizer's (by setting, below).")
  @Nullable Double rate;

  @Option(
      names = "--optimizer",
      paramLabel = "O",
      description = "adam, nadam, adagrad, rmsprop, momentum or gradient (by setting, below).")
  @Nullable String optimizer;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Answers to each target (1); --diversity keeps them apart.")
  int count = 1;

  @Option(
      names = "--restarts",
      paramLabel = "N",
      description = "Ascents from other starts, of which the best is kept (by setting, below).")
  @Nullable Integer restarts;

  @Option(names = "--minimize", description = "Make f small.")
  boolean minimize;

  @Option(names = "--seed", paramLabel = "N", description = "Of starts and transforms (0).")
  long seed;

  @Option(
      names = "--start",
      paramLabel = "FILE.npy",
      description = "First value of what is learnt, of one answer or of all (drawn by --seed).")
  @Nullable Path start;

  /**
   * The search.
   *
   * @param span of what is learnt
   */
  Search search(MaximizeSetting setting, MaximizeSetting.Span span, long memory) {
    if (start != null && restarts != null && restarts > 1) {
      throw new UsageException("--start is one start, so --restarts would repeat it; give one");
    }
    return new Search(
        steps == null ? setting.steps() : steps,
        rate == null ? setting.rate(span) : rate,
        optimizer == null ? setting.optimiser() : Optimiser.of(optimizer),
        count,
        restarts(setting),
        minimize,
        seed,
        start == null ? null : numbers("--start", start),
        SNAPSHOTS,
        memory);
  }

  private int restarts(MaximizeSetting setting) {
    if (restarts != null) {
      return restarts;
    }
    return start == null ? setting.restarts() : 1;
  }

  /** An npy file of finite numbers. */
  static NumericArray numbers(String option, Path file) {
    NumericArray array;
    try {
      array = Npy.read(file);
    } catch (InputException e) {
      throw new UsageException(option + ": " + e.getMessage(), e);
    }
    if (array.type() == ElementType.STRING || !array.isFinite()) {
      throw new UsageException(option + ": '" + file + "' must hold finite numbers");
    }
    return array;
  }
}
