package io.github.gradlens.io;

import io.github.gradlens.array.ElementType;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image file: one row. An input of strings takes the file's bytes as they are, for graphs that
 * decode images themselves.
 */
final class ImageRows implements Rows {
  private static final long MAX_ENCODED = 256L << 20;

  private final Path path;
  private final String name;
  private final InputSpec spec;
  private final Preprocess preprocess;
  private boolean done;

  ImageRows(Path path, String name, InputSpec spec, Preprocess preprocess) {
    this.path = path;
    this.name = name;
    this.spec = spec;
    this.preprocess = preprocess;
  }

  @Override
  public @Nullable Row next() {
    if (done) {
      return null;
    }
    done = true;
    InputSpec.Input input = spec.single();
    NumericArray value;
    if (spec.isSingle() && input.type() == ElementType.STRING) {
      value = NumericArray.ofStrings(new byte[][] {encoded()});
    } else {
      ImageLayout layout = ImageLayout.of(spec, preprocess);
      value = layout.values(ImageFile.read(path, name), preprocess);
    }
    return new Row(Map.of(input.name(), Fit.fit(input, value, "'" + name + "'")), path, null);
  }

  private byte[] encoded() {
    ImageFile.read(path, name);
    try {
      if (Files.size(path) > MAX_ENCODED) {
        throw new InputException("'" + name + "' is larger than 256 MiB; make it smaller");
      }
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new InputException("'" + name + "' cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {}
}
