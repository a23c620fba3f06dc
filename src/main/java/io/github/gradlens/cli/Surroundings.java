package io.github.gradlens.cli;

import io.github.gradlens.io.InputSpec;
import io.github.gradlens.io.Preprocess;
import io.github.gradlens.method.InputRange;
import io.github.gradlens.method.SpecContext;
import org.jspecify.annotations.Nullable;

/** What an {@code explain} call tells its SPECs: the range of pixels, and how folders are read. */
final class Surroundings {
  private static final int BRIGHTEST = 255;

  private Surroundings() {}

  /** Before the model is seen: what the command line alone can get wrong shows here. */
  static SpecContext unseen(ExplainSettings settings) {
    return new SpecContext(range(settings.chosen()), new ImageFolders(null, settings.preprocess()));
  }

  static SpecContext of(ExplainSettings settings, InputSpec spec) {
    String at = settings.request().at;
    // The range of pixels is not that of an inner tensor.
    boolean input = at == null || spec.inputs().stream().anyMatch(i -> i.name().equals(at));
    return new SpecContext(
        input ? range(settings.chosen()) : null, new ImageFolders(spec, settings.preprocess()));
  }

  /** Where the formula carries 8-bit pixels, none where it was not asked for. */
  private static @Nullable InputRange range(@Nullable Preprocess chosen) {
    return chosen == null ? null : new InputRange(chosen.grey(0), chosen.grey(BRIGHTEST));
  }
}
