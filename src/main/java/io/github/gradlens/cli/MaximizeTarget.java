package io.github.gradlens.cli;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.io.Labels;
import io.github.gradlens.maximize.Objective;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of {@code maximize --target}: {@code INDEX[;INDEX…]|NAME|LAYER|LAYER:CHANNEL|
 * LAYER:I,J,C|LAYER:FILE.npy}. An index wins over a name of digits, a class's name over a layer's.
 */
final class MaximizeTarget {
  private static final String NPY = ".npy";

  private MaximizeTarget() {}

  /**
   * Reads a target.
   *
   * @throws UsageException where the text is none of the grammar's forms
   */
  static Objective parse(String text, @Nullable Labels labels) {
    String stripped = text.strip();
    if (!stripped.matches("[0-9;]+") && labels != null) {
      OptionalInt named = labels.indexOf(stripped);
      if (named.isPresent()) {
        return new Objective.Output(stripped, List.of((long) named.getAsInt()));
      }
    }
    int colon = stripped.lastIndexOf(':');
    return stripped.endsWith(NPY) && colon > 0
        ? direction(stripped.substring(0, colon), stripped.substring(colon + 1))
        : Objective.parse(stripped);
  }

  private static Objective direction(String layer, String file) {
    NumericArray array = AscentOptions.numbers("--target " + layer + ":" + file, Path.of(file));
    String name = String.valueOf(Path.of(file).getFileName());
    return new Objective.Direction(
        layer + ":" + name.substring(0, name.length() - NPY.length()), layer, array);
  }

  /** What a reader calls an objective: a class's name where there is one. */
  static String title(Objective objective, @Nullable Labels labels) {
    if (labels != null
        && objective instanceof Objective.Output output
        && output.index().size() == 1
        && output.name().matches("\\d{1,9}")) {
      String name = labels.name(Math.toIntExact(output.index().get(0))).orElse(output.name());
      return name.equals(output.name()) ? name : output.name() + " " + name;
    }
    return objective.name();
  }
}
