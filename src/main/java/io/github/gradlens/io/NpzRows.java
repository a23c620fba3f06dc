package io.github.gradlens.io;

import io.github.gradlens.array.Npz;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.InputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An npz file: one array a named input, all batches of the same size or all single examples. A
 * signature with one input also takes an archive with one array of any name.
 */
final class NpzRows implements Rows {
  private final String name;
  private final InputSpec spec;
  private final Map<String, NumericArray> arrays = new LinkedHashMap<>();
  private final boolean batch;
  private final long count;
  private int row;

  NpzRows(Path path, String name, InputSpec spec) {
    this.name = name;
    this.spec = spec;
    Map<String, NumericArray> found = Npz.read(path);
    long rows = -1;
    boolean batches = true;
    for (InputSpec.Input input : spec.inputs()) {
      NumericArray array = found.get(input.name());
      if (array == null && spec.isSingle() && found.size() == 1) {
        array = found.values().iterator().next();
      }
      if (array == null) {
        throw new InputException(
            "'"
                + name
                + "' holds no array '"
                + input.name()
                + "', only "
                + found.keySet()
                + "; save one array a named input");
      }
      arrays.put(input.name(), array);
      if (isShared(input)) {
        continue;
      }
      long[] shape = array.shape();
      boolean isBatch = NpyRows.isBatch(input, shape);
      if (!isBatch && !input.takes(shape)) {
        throw new InputException(
            "array '"
                + input.name()
                + "' of '"
                + name
                + "' has shape "
                + Arrays.toString(shape)
                + ", which fits neither "
                + input
                + " nor one example of it");
      }
      long n = isBatch ? shape[0] : -1;
      if ((rows >= 0 && n != rows) || (!batches && isBatch)) {
        throw new InputException(
            "the arrays of '" + name + "' have different numbers of rows; save as many of each");
      }
      rows = n;
      batches = isBatch;
    }
    this.batch = batches && rows >= 0;
    this.count = batch ? rows : 1;
  }

  private static boolean isShared(InputSpec.Input input) {
    return input.ranked() && input.shape().isEmpty();
  }

  @Override
  public @Nullable Row next() {
    if (row == count) {
      return null;
    }
    Map<String, NumericArray> values = new LinkedHashMap<>();
    try {
      for (InputSpec.Input input : spec.inputs()) {
        NumericArray value = arrays.get(input.name());
        if (value == null) {
          continue;
        }
        if (batch && !isShared(input)) {
          NumericArray one = value.rows(row, row + 1);
          value = one.reshape(Arrays.copyOfRange(one.shape(), 1, one.rank()));
        }
        String where =
            (batch ? "row " + row + " of " : "") + "array '" + input.name() + "' of '" + name + "'";
        values.put(input.name(), Fit.fit(input, value, where));
      }
      return Row.of(values);
    } catch (InputException e) {
      return Row.failed(String.valueOf(e.getMessage()));
    } finally {
      row++;
    }
  }

  @Override
  public void close() {}
}
