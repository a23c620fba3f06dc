package io.github.gradlens.cli;

import io.github.gradlens.array.ElementType;
import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.InputException;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.io.Labels;
import io.github.gradlens.method.Target;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of {@code --target}: {@code argmax|INDEX[;INDEX…]|NAME|A-B|margin|FILE.npy}.
 *
 * <p>An index wins over a name of digits; a name wins over a difference; of several ways to read a
 * difference the one with the longest A wins.
 */
final class TargetText {
  private static final Pattern INDICES = Pattern.compile("\\d{1,18}(;\\d{1,18})*");

  private final String text;
  private final @Nullable Labels labels;

  private TargetText(String text, @Nullable Labels labels) {
    this.text = text;
    this.labels = labels;
  }

  /**
   * Reads a target.
   *
   * @throws UsageException where the text is none of the grammar's forms
   */
  static Target parse(String text, @Nullable Labels labels) {
    return new TargetText(text.strip(), labels).parse();
  }

  private Target parse() {
    if (text.equals("argmax")) {
      return Target.ARGMAX;
    }
    if (text.equals("margin")) {
      return Target.MARGIN;
    }
    if (text.startsWith("box(")) {
      throw new UsageException(
          "--target '"
              + text
              + "': box targets do not exist yet; give an index tuple I;J;K or a mask FILE.npy");
    }
    if (INDICES.matcher(text).matches()) {
      return new Target.Index(Arrays.stream(text.split(";", -1)).map(Long::valueOf).toList());
    }
    OptionalInt named = labels == null ? OptionalInt.empty() : labels.indexOf(text);
    if (named.isPresent()) {
      return Target.index(named.getAsInt());
    }
    if (text.endsWith(".npy")) {
      return file();
    }
    // Without labels a difference of indices is still one.
    Optional<Labels.Pair> pair = (labels == null ? Labels.of(List.of()) : labels).pair(text);
    if (pair.isPresent()) {
      return new Target.Contrast(pair.get().first(), pair.get().second());
    }
    throw new UsageException(
        "--target '"
            + text
            + "' is "
            + (labels == null
                ? "no index, and names need --labels FILE"
                : "neither an index nor one of " + labels.size() + " labels")
            + "; forms are argmax, INDEX[;INDEX...], NAME, A-B, margin, FILE.npy");
  }

  private Target file() {
    NumericArray array;
    try {
      array = Npy.read(Path.of(text));
    } catch (InputException e) {
      throw new UsageException("--target: " + e.getMessage(), e);
    }
    if (array.type() == ElementType.STRING) {
      throw new UsageException("--target " + text + " holds strings; it must hold numbers");
    }
    boolean whole =
        array.type() == ElementType.INT32
            || array.type() == ElementType.INT64
            || array.type() == ElementType.UINT8;
    if (whole && array.rank() == 1) {
      return new Target.PerExample(Arrays.stream(array.toLongs()).boxed().toList());
    }
    if (!array.isFinite()) {
      throw new UsageException("--target " + text + " holds NaN or infinite values");
    }
    return new Target.Mask(array);
  }
}
