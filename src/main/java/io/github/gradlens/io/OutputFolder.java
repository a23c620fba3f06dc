package io.github.gradlens.io;

import io.github.gradlens.error.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder for results and the names of the files in it. Names come from inputs, labels and layers,
 * so each goes through {@link #slug}.
 */
public final class OutputFolder implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(OutputFolder.class.getName());
  private static final int MAX_BYTES = 100;

  /** What GradLens's commands write, besides npy files. */
  private static final Set<String> RESULTS =
      Set.of("results.jsonl", "metrics.jsonl", "history.jsonl", "report.html", "run.json");

  private final Path path;
  private final Map<String, Integer> used = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  private final boolean made;

  private OutputFolder(Path path, boolean made) {
    this.path = path;
    this.made = made;
  }

  /**
   * Creates the folder, or takes one that holds no results.
   *
   * @param force whether a folder that holds results may be used; they are replaced one by one
   * @throws UsageException where it holds results, is no folder, or cannot be written
   */
  public static OutputFolder create(Path path, boolean force) {
    boolean made = Files.notExists(path);
    try {
      Files.createDirectories(path);
    } catch (FileAlreadyExistsException e) {
      throw new UsageException("'" + path + "' is not a folder; choose another --out", e);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
    if (!force) {
      Optional<String> result = firstResult(path);
      if (result.isPresent()) {
        throw new UsageException(
            "folder '"
                + path
                + "' holds results ("
                + result.get()
                + "); choose another --out, or replace them with --force");
      }
    }
    if (!Files.isWritable(path)) {
      throw new UsageException(
          "folder '" + path + "' cannot be written: permission denied; choose another --out");
    }
    return new OutputFolder(path, made);
  }

  private static Optional<String> firstResult(Path path) {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> RESULTS.contains(name) || name.endsWith(".npy"))
          .sorted()
          .findFirst();
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private static UsageException unwritable(Path path, IOException cause) {
    String why =
        cause instanceof AccessDeniedException
            ? "permission denied"
            : String.valueOf(cause.getMessage());
    return new UsageException(
        "folder '" + path + "' cannot be written: " + why + "; choose another --out", cause);
  }

  public Path path() {
    return path;
  }

  /** Takes the folder away again where nothing came into it: a refused call leaves no trace. */
  @Override
  public void close() {
    if (made && isEmpty()) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "empty folder " + path + " stays", e);
      }
    }
  }

  private boolean isEmpty() {
    try (Stream<Path> files = Files.list(path)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /** A file in the folder; the slug must be one path element. */
  public Path file(String slug) {
    Path file = path.resolve(slug);
    if (!path.equals(file.getParent()) || slug.equals("..") || slug.equals(".")) {
      throw new IllegalArgumentException("'" + slug + "' is no file name");
    }
    return file;
  }

  /** A folder within this one, created where absent, with names of its own. */
  public OutputFolder folder(String slug) {
    Path folder = file(slug);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
    return new OutputFolder(folder, false);
  }

  /**
   * A safe file name, the same for the same text: letters, digits and {@code . _ + -}; everything
   * else becomes {@code -}; at most 100 bytes of UTF-8; never empty, hidden, or a device's name.
   */
  public static String slug(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    StringBuilder slug = new StringBuilder();
    int bytes = 0;
    for (int point : composed.codePoints().toArray()) {
      boolean safe = Character.isLetterOrDigit(point) || ".+_-".indexOf(point) >= 0;
      String one = safe ? Character.toString(point) : "-";
      bytes += one.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MAX_BYTES) {
        break;
      }
      slug.append(one);
    }
    String name = slug.toString().replaceAll("^[.-]+|[.-]+$", "");
    if (name.isEmpty()) {
      return "unnamed";
    }
    boolean device =
        name.toLowerCase(Locale.ROOT).matches("(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");
    return device ? "_" + name : name;
  }

  /** A slug not given out before by this folder: a repeated one gets {@code -2}, {@code -3} …. */
  public String unique(String text) {
    String slug = slug(text);
    String name = slug;
    // Some file systems do not tell case apart. The counter keeps many repeats from costing n².
    String key = slug.toLowerCase(Locale.ROOT);
    while (!taken.add(name.toLowerCase(Locale.ROOT))) {
      name = shorten(slug, "-" + used.merge(key, 2, (n, first) -> n + 1));
    }
    return name;
  }

  private static String shorten(String slug, String suffix) {
    String stem = slug;
    while ((stem + suffix).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
    }
    return stem + suffix;
  }
}
