package io.github.gradlens.cli;

import io.github.gradlens.io.InputSpec;
import io.github.gradlens.io.Preprocess;
import io.github.gradlens.method.InputRange;
import io.github.gradlens.method.SpecContext;
import org.jspecify.annotations.Nullable;

/** What a call tells its SPECs: the range of pixels, and how folders are read. */
final class Surroundings {
  private static final int BRIGHTEST = 255;

  private Surroundings() {}

  /**
   * Before the model is seen: what the command line alone can get wrong shows here.
   *
   * @param chosen the preprocessing that was asked for; null where none was
   */
  static SpecContext unseen(@Nullable Preprocess chosen) {
    return new SpecContext(range(chosen), new ImageFolders(null, orRaw(chosen)));
  }

  /**
   * With the model.
   *
   * @param at what is explained in place of the inputs; null for the inputs
   */
  static SpecContext of(@Nullable Preprocess chosen, @Nullable String at, InputSpec spec) {
    // The range of pixels is not that of an inner tensor.
    boolean input = at == null || spec.inputs().stream().anyMatch(i -> i.name().equals(at));
    return new SpecContext(input ? range(chosen) : null, new ImageFolders(spec, orRaw(chosen)));
  }

  static Preprocess orRaw(@Nullable Preprocess chosen) {
    return chosen == null ? Preprocess.RAW : chosen;
  }

  /** Where the formula carries 8-bit pixels, none where it was not asked for. */
  private static @Nullable InputRange range(@Nullable Preprocess chosen) {
    return chosen == null ? null : new InputRange(chosen.grey(0), chosen.grey(BRIGHTEST));
  }
}
