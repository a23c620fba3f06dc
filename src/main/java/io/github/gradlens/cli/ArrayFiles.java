package io.github.gradlens.cli;

import io.github.gradlens.Attribution;
import io.github.gradlens.Explanation;
import io.github.gradlens.array.ElementType;
import io.github.gradlens.array.NpyWriter;
import io.github.gradlens.array.NumericArray;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code LABEL.npy} a method, or {@code LABEL.INPUT.npy} where several tensors are explained, and
 * {@code LABEL.raw.npy} where the method made its map at the resolution of a layer.
 */
final class ArrayFiles implements AutoCloseable {
  private static final String RAW = ".raw";

  private final Path folder;
  private final BiFunction<String, String, String> naming;
  private final Map<String, File> files = new LinkedHashMap<>();

  private record File(NpyWriter writer, List<Long> rowShape) {}

  /**
   * @param naming the file's name without suffix, from a method's label and a tensor's name
   */
  ArrayFiles(Path folder, BiFunction<String, String, String> naming) {
    this.folder = folder;
    this.naming = naming;
  }

  /** Why an explanation cannot be written behind the earlier ones; null where it can. */
  @Nullable String obstacle(Explanation explanation) {
    Set<String> names = new HashSet<>();
    for (Attribution attribution : explanation.attributions()) {
      for (Map.Entry<String, NumericArray> value : arrays(attribution).entrySet()) {
        File file = files.get(value.getKey());
        if (!names.add(value.getKey())) {
          return "two results would be written to "
              + value.getKey()
              + ".npy; give the methods other labels";
        }
        List<Long> shape = rowShape(value.getValue());
        if (file != null && !file.rowShape().equals(shape)) {
          return "its relevance has shape "
              + shape
              + ", but the rows of one npy file have one shape, here "
              + file.rowShape()
              + "; explain inputs of one size a call, or leave npy out of --format";
        }
      }
    }
    return null;
  }

  void add(Explanation explanation) {
    for (Attribution attribution : explanation.attributions()) {
      for (Map.Entry<String, NumericArray> value : arrays(attribution).entrySet()) {
        NumericArray rows = value.getValue();
        String name = value.getKey();
        File file = files.get(name);
        if (file == null) {
          List<Long> rowShape = rowShape(rows);
          file =
              new File(
                  NpyWriter.create(
                      folder.resolve(name + ".npy"),
                      ElementType.FLOAT32,
                      rowShape.stream().mapToLong(Long::longValue).toArray()),
                  rowShape);
          files.put(name, file);
        }
        file.writer().append(rows);
      }
    }
  }

  /** A method's arrays by their files' names. */
  private Map<String, NumericArray> arrays(Attribution attribution) {
    Map<String, NumericArray> arrays = new LinkedHashMap<>();
    attribution
        .values()
        .forEach((tensor, rows) -> arrays.put(naming.apply(attribution.label(), tensor), rows));
    NumericArray raw = attribution.raw();
    if (raw != null) {
      arrays.put(attribution.label() + RAW, raw);
    }
    return arrays;
  }

  void commit() {
    files.values().forEach(file -> file.writer().commit());
  }

  @Override
  public void close() {
    files.values().forEach(file -> file.writer().close());
  }

  private static List<Long> rowShape(NumericArray rows) {
    return Arrays.stream(rows.shape()).skip(1).boxed().toList();
  }
}
