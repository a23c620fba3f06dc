package io.github.gradlens.io;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.InputException;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One example, or why it could not be read.
 *
 * @param name the file as the user named it
 * @param index counts over all inputs of a call, from 0
 * @param row counts within the file, from 0
 * @param values one array a named input, without the batch axis; empty where it failed
 * @param image the picture it was read from, if it was one
 * @param error why it failed, one line, or null
 */
public record Example(
    String name,
    int index,
    int row,
    Map<String, NumericArray> values,
    @Nullable Path image,
    @Nullable String error) {
  public Example {
    // Errors quote what stands in files; control characters would forge lines of a log.
    error = error == null ? null : error.replaceAll("\\p{Cc}", "?");
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  public boolean failed() {
    return error != null;
  }

  /** The values of one input; a failed example has none. */
  public NumericArray value(String input) {
    NumericArray value = values.get(input);
    if (value == null) {
      throw new IllegalArgumentException(
          "example " + index + " has no input '" + input + "', only " + values.keySet());
    }
    return value;
  }

  /**
   * The picture as it was before resizing and preprocessing, upright, read again from its file.
   *
   * @throws InputException where the file has gone or changed into something unreadable
   */
  public Optional<BufferedImage> original() {
    return image == null ? Optional.empty() : Optional.of(ImageFile.read(image, name).upright());
  }
}
