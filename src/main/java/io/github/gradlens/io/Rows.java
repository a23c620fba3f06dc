package io.github.gradlens.io;

import io.github.gradlens.array.NumericArray;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The examples of one open file, in order. */
interface Rows extends AutoCloseable {
  /**
   * The next row, or null at the end.
   *
   * @throws io.github.gradlens.error.InputException where the rest of the file cannot be read
   */
  @Nullable Row next();

  @Override
  void close();

  /** The values of one row by input name, or why it alone failed. */
  record Row(Map<String, NumericArray> values, @Nullable Path image, @Nullable String error) {
    static Row of(Map<String, NumericArray> values) {
      return new Row(values, null, null);
    }

    static Row failed(String error) {
      return new Row(Map.of(), null, error);
    }
  }
}
