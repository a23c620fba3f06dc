package io.github.gradlens.method;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Emitter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * The axes of an example along which it has neighbours: those between batch and channels, or the
 * elements of a row.
 */
final class Axes {
  private Axes() {}

  /** The axes between batch and channels; of a row of elements, that one axis. */
  static List<Integer> of(Operand<?> x) {
    int rank = Emitter.rank(x);
    int end = rank == 2 ? 2 : rank - 1;
    List<Integer> axes = new ArrayList<>();
    for (int axis = 1; axis < end; axis++) {
      axes.add(axis);
    }
    return axes;
  }

  /**
   * Puts a matrix of one row an evaluation along an axis of the examples: {@code [c, S]} → {@code
   * [c, 1, … S … 1]}, for a product with {@code [c, B, …]}.
   */
  static Operand<?> along(Emitter tf, Operand<?> rows, int axis, Operand<?> x) {
    int[] shape = new int[Emitter.rank(x) + 1];
    Arrays.fill(shape, 1);
    shape[0] = -1;
    Operand<?> sizes = tf.ints(shape);
    Operand<?> before = tf.rows(sizes, tf.intScalar(0), tf.intScalar(axis + 1));
    Operand<?> after = tf.rows(sizes, tf.intScalar(axis + 2), tf.intScalar(shape.length));
    Operand<?> size = tf.reshape(tf.size(rows, 1), tf.ints(1));
    return tf.reshape(rows, tf.concat(0, before, size, after));
  }

  /**
   * Refuses a tensor without neighbourhoods.
   *
   * @throws UsageException for a row of elements, or less
   */
  static void require(String method, String tensor, Operand<?> x) {
    String lack = lack(method, tensor, Emitter.rank(x), Emitter.shapeOf(x).toString());
    if (lack != null) {
      throw new UsageException(lack);
    }
  }

  /** What is said of a tensor without axes between batch and channels; null of any other. */
  static @Nullable String lack(String method, String tensor, int rank, String shape) {
    return rank >= 3
        ? null
        : method
            + " needs a tensor with axes between batch and channels, such as an image, "
            + tensor
            + " has shape "
            + shape
            + "; name another with --at, or take another method";
  }
}
