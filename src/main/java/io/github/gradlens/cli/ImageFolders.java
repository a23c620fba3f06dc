package io.github.gradlens.cli;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.GradLensException;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.io.Example;
import io.github.gradlens.io.InputSpec;
import io.github.gradlens.io.Inputs;
import io.github.gradlens.io.Preprocess;
import io.github.gradlens.method.ArraySource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of a SPEC: an npy file, or a folder whose files are read as the call's inputs are, with
 * the same size and preprocessing, in the order of their names. Each is read once.
 */
final class ImageFolders implements ArraySource {
  /** TensorFlow takes no constant of more than 2 GiB. */
  private static final long MOST_VALUES = 1L << 28;

  private final @Nullable InputSpec spec;
  private final Preprocess preprocess;
  private final Map<String, NumericArray> read = new HashMap<>();

  /**
   * @param spec what the signature takes; null where it is not known yet
   */
  ImageFolders(@Nullable InputSpec spec, Preprocess preprocess) {
    this.spec = spec;
    this.preprocess = preprocess;
  }

  @Override
  public void verify(String name) {
    if (!Files.isDirectory(Path.of(name))) {
      ArraySource.FILES.verify(name);
      return;
    }
    try {
      Inputs.verify(name);
    } catch (UsageException e) {
      throw new UsageException("baselines=" + name + ": " + e.getMessage(), e);
    }
  }

  @Override
  public NumericArray read(String name) {
    NumericArray known = read.get(name);
    if (known == null) {
      known = Files.isDirectory(Path.of(name)) ? folder(name) : ArraySource.FILES.read(name);
      read.put(name, known);
    }
    return known;
  }

  private Inputs open(String name, InputSpec wanted) {
    try {
      return Inputs.open(List.of(name), wanted, preprocess);
    } catch (GradLensException e) {
      throw new UsageException("baselines=" + name + ": " + e.getMessage(), e);
    }
  }

  private NumericArray folder(String name) {
    if (spec == null) {
      throw new IllegalStateException("a folder is read for a signature");
    }
    if (spec.inputs().size() > 1) {
      throw new UsageException(
          "baselines="
              + name
              + " is a folder, which gives examples of one input; the signature has several, give"
              + " FILE.npy");
    }
    String input = spec.inputs().get(0).name();
    List<NumericArray> rows = new ArrayList<>();
    long values = 0;
    try (Inputs inputs = open(name, spec)) {
      while (inputs.hasNext()) {
        NumericArray row = row(name, inputs.next(), input, rows);
        values += row.size();
        if (values > MOST_VALUES) {
          throw new UsageException(
              "baselines=" + name + " holds more than 1 GiB of values; name fewer images");
        }
        rows.add(row);
      }
    }
    if (rows.isEmpty()) {
      throw new UsageException("baselines=" + name + " holds no example");
    }
    return Stack.examples(rows);
  }

  private static NumericArray row(
      String name, Example example, String input, List<NumericArray> before) {
    if (example.error() != null) {
      throw new UsageException("baselines=" + name + ": " + example.error());
    }
    NumericArray row = example.value(input);
    if (!before.isEmpty() && !Stack.alike(before.get(0), row)) {
      throw new UsageException(
          "baselines="
              + name
              + ": '"
              + example.name()
              + "' makes an example of shape "
              + Arrays.toString(row.shape())
              + ", the files before it of "
              + Arrays.toString(before.get(0).shape())
              + "; baselines are of one size");
    }
    return row;
  }
}
