package io.github.gradlens.method;

import io.github.gradlens.array.ElementType;
import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Label maps of a file, integers {@code [N, L, height, width]}: L maps of each example in input
 * order, or one row for all.
 */
record LabelFile(String file, NumericArray values) {
  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException where it holds no label maps
   */
  static LabelFile read(String file) {
    NumericArray values = Npy.read(Path.of(file));
    boolean whole =
        values.type() == ElementType.INT32
            || values.type() == ElementType.INT64
            || values.type() == ElementType.UINT8;
    if (!whole || values.rank() != 4 || values.size() == 0) {
      throw new IllegalArgumentException(
          "an npy file of integers [examples, maps, height, width] (it holds " + values + ")");
    }
    if (values.type() == ElementType.INT64
        && Arrays.stream(values.toLongs()).anyMatch(label -> label != (int) label)) {
      throw new IllegalArgumentException("labels that fit into 32 bits");
    }
    return new LabelFile(file, values);
  }

  /** The most examples that it has maps for. */
  int mostExamples() {
    return values.shape()[0] == 1 ? Integer.MAX_VALUE : (int) values.shape()[0];
  }

  /**
   * Refuses a tensor of another size.
   *
   * @param height −1 where it is not known yet
   */
  void requireSize(String method, long height, long width) {
    long[] shape = values.shape();
    if ((height >= 0 && height != shape[2]) || (width >= 0 && width != shape[3])) {
      throw new UsageException(
          String.format(
              "%s: the label maps of %s have %d × %d pixels, the explained tensor has %d × %d; give"
                  + " maps of its size",
              method, file, shape[2], shape[3], height, width));
    }
  }

  /** The maps of an example. */
  List<int[]> maps(int example) {
    long[] shape = values.shape();
    int pixels = (int) (shape[2] * shape[3]);
    int row = shape[0] == 1 ? 0 : example;
    long[] labels = values.rows(row, row + 1).toLongs();
    List<int[]> maps = new ArrayList<>();
    for (int map = 0; map < shape[1]; map++) {
      maps.add(
          Arrays.stream(labels, map * pixels, (map + 1) * pixels)
              .mapToInt(Math::toIntExact)
              .toArray());
    }
    return maps;
  }
}
