package io.github.gradlens.io;

import io.github.gradlens.array.ElementType;
import io.github.gradlens.array.NpyReader;
import io.github.gradlens.error.GradLensException;
import io.github.gradlens.error.InputException;
import io.github.gradlens.error.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The examples of files, folders and globs, read one at a time.
 *
 * <p>Formats go by content: PNG, JPEG, BMP, GIF and WebP images ({@link Preprocess} applies);
 * {@code .npy} and {@code .npz} in the signature's own space; {@code .jsonl}; {@code .csv}. A file
 * or row that cannot be read is a failed {@link Example}; the rest goes on.
 */
public final class Inputs implements Iterator<Example>, AutoCloseable {
  private final List<Path> files;
  private final InputSpec spec;
  private final Preprocess preprocess;
  private int nextFile;
  private int index;
  private int row;
  private String name = "";
  private @Nullable Rows rows;
  private @Nullable Example ready;
  private List<String> featureNames = List.of();

  private Inputs(List<Path> files, InputSpec spec, Preprocess preprocess) {
    this.files = files;
    this.spec = spec;
    this.preprocess = preprocess;
  }

  /**
   * Finds the files; none is read yet.
   *
   * @throws UsageException where an argument matches no file of a known format, or the signature
   *     cannot take what was named
   */
  public static Inputs open(List<String> arguments, InputSpec spec, Preprocess preprocess) {
    List<Path> files = InputFiles.expand(arguments);
    boolean encoded = spec.isSingle() && spec.single().type() == ElementType.STRING;
    if (!encoded && files.stream().anyMatch(Inputs::isImage)) {
      ImageLayout.of(spec, preprocess);
    }
    return new Inputs(files, spec, preprocess);
  }

  /**
   * Refuses an argument that no input can come from, where the signature is not known yet.
   *
   * @throws UsageException where it matches no file of a known format
   */
  public static void verify(String argument) {
    InputFiles.expand(List.of(argument));
  }

  private static boolean isImage(Path file) {
    return InputFiles.format(file).map(FileFormat::isImage).orElse(false);
  }

  /** How many examples there are; −1 where that shows only by reading. */
  public long countEstimate() {
    long count = 0;
    for (Path file : files) {
      Optional<FileFormat> format = InputFiles.format(file);
      if (format.isPresent() && format.get() == FileFormat.NPY && spec.isSingle()) {
        count += npyRows(file);
      } else if (format.isEmpty() || format.get().isImage()) {
        count++;
      } else {
        return -1;
      }
    }
    return count;
  }

  private long npyRows(Path file) {
    try (NpyReader reader = NpyReader.open(file)) {
      return NpyRows.isBatch(spec.single(), reader.shape()) ? reader.shape()[0] : 1;
    } catch (GradLensException e) {
      // It will be one failed example.
      return 1;
    }
  }

  /** The columns of the CSV file read last, in order; empty before and for other formats. */
  public List<String> featureNames() {
    return featureNames;
  }

  @Override
  public boolean hasNext() {
    while (ready == null && (rows != null || nextFile < files.size())) {
      ready = read();
    }
    return ready != null;
  }

  @Override
  public Example next() {
    if (!hasNext() || ready == null) {
      throw new NoSuchElementException();
    }
    Example example = ready;
    ready = null;
    return example;
  }

  /** One step: the next row, or null where a file has ended. */
  private @Nullable Example read() {
    try {
      if (rows == null) {
        Path file = files.get(nextFile++);
        name = file.toString();
        row = 0;
        rows = open(file);
      }
      Rows.Row next = rows.next();
      if (next == null) {
        close();
        return null;
      }
      return new Example(name, index++, row++, next.values(), next.image(), next.error());
    } catch (GradLensException e) {
      close();
      return new Example(name, index++, row++, Map.of(), null, e.getMessage());
    }
  }

  private Rows open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          "'" + name + (Files.exists(file) ? "' is not a regular file" : "' does not exist"));
    }
    FileFormat format = InputFiles.format(file).orElse(FileFormat.PNG);
    return switch (format) {
      case PNG, JPEG, BMP, GIF, WEBP -> new ImageRows(file, name, spec, preprocess);
      case NPY -> new NpyRows(file, name, spec);
      case NPZ -> new NpzRows(file, name, spec);
      case JSONL -> new JsonlRows(file, name, spec);
      case CSV -> {
        CsvRows csv = new CsvRows(file, name, spec);
        featureNames = csv.columns();
        yield csv;
      }
    };
  }

  @Override
  public void close() {
    if (rows != null) {
      rows.close();
      rows = null;
    }
  }
}
