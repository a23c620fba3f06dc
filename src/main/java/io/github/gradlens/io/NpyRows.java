package io.github.gradlens.io;

import io.github.gradlens.array.NpyReader;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.InputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An npy file: a batch in the signature's own space, or one example without the batch axis. Rows
 * are read one by one, so the file is never held whole.
 */
final class NpyRows implements Rows {
  private final NpyReader reader;
  private final String name;
  private final InputSpec.Input input;
  private final long count;
  private final boolean batch;
  private long row;

  NpyRows(Path path, String name, InputSpec spec) {
    if (!spec.isSingle()) {
      throw new InputException(
          "'"
              + name
              + "' holds one array, but the signature has the inputs "
              + spec.names()
              + "; give an .npz file with one array a named input");
    }
    this.reader = NpyReader.open(path);
    this.name = name;
    this.input = spec.single();
    long[] shape = reader.shape();
    this.batch = isBatch(input, shape);
    this.count = batch ? shape[0] : 1;
    if (!batch && !input.takes(shape)) {
      reader.close();
      throw new InputException(
          "'"
              + name
              + "' has shape "
              + Arrays.toString(shape)
              + ", which fits neither "
              + input
              + " nor one example of it");
    }
  }

  /** Whether an array of this shape is a batch of examples. */
  static boolean isBatch(InputSpec.Input input, long[] shape) {
    return shape.length > 0
        && input.takes(Arrays.copyOfRange(shape, 1, shape.length))
        && (input.ranked() || shape.length > 1);
  }

  @Override
  public @Nullable Row next() {
    if (row == count) {
      return null;
    }
    String where = batch ? "row " + row + " of '" + name + "'" : "'" + name + "'";
    NumericArray value;
    if (batch) {
      NumericArray rows = reader.rows(row, row + 1);
      value = rows.reshape(Arrays.copyOfRange(rows.shape(), 1, rows.rank()));
    } else {
      value = reader.all();
    }
    row++;
    try {
      return Row.of(Map.of(input.name(), Fit.fit(input, value, where)));
    } catch (InputException e) {
      return Row.failed(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
