package io.github.gradlens.metric;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import java.util.Arrays;

/**
 * Where the object is: one entry an example, in the order of the inputs, and in it one number a
 * position, or one an element; a position is in the mask where any of its numbers is not 0.
 *
 * @param file as the user names it
 */
record Mask(String file, NumericArray values) {
  /**
   * Whether each position of an example is in the mask.
   *
   * @throws UsageException where the file does not fit
   */
  boolean[] of(Case example) {
    long[] shape = values.shape();
    int positions = example.positions().count();
    int elements = example.x().length;
    int row = shape[0] == 0 ? 0 : (int) (values.size() / shape[0]);
    if (example.place() >= shape[0]) {
      throw new UsageException(
          "mask '"
              + file
              + "' has "
              + shape[0]
              + " entries, there is an example "
              + (example.place() + 1)
              + "; give one entry an example");
    }
    if (row != positions && row != elements) {
      throw new UsageException(
          "mask '"
              + file
              + "' has the shape "
              + Arrays.toString(shape)
              + ", and an example has "
              + positions
              + " positions, "
              + Arrays.toString(example.positions().axes())
              + "; give one number a position, one entry an example");
    }
    boolean[] inside = new boolean[positions];
    int each = row / positions;
    for (int i = 0; i < row; i++) {
      inside[i / each] |= values.doubleAt(example.place() * row + i) != 0;
    }
    return inside;
  }

  static int count(boolean[] inside) {
    int count = 0;
    for (boolean in : inside) {
      count += in ? 1 : 0;
    }
    return count;
  }
}
