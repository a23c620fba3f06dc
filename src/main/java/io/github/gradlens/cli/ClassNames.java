package io.github.gradlens.cli;

import io.github.gradlens.io.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where class names come from. */
final class ClassNames {
  private ClassNames() {}

  /**
   * The names in the file that was asked for, or in the model's own labels.txt; null where there is
   * neither.
   */
  static @Nullable Labels of(@Nullable Path asked, Path model) {
    if (asked != null) {
      return Labels.read(asked);
    }
    Path own = model.resolve("labels.txt");
    return Files.isRegularFile(own) ? Labels.read(own) : null;
  }
}
