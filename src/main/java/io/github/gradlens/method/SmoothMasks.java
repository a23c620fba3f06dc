package io.github.gradlens.method;

import io.github.gradlens.graph.Emitter;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * RISE's masks: a coarse grid of cells, each kept with probability p, enlarged linearly (half-pixel
 * centres) to ⌊S(1 + 1/cells)⌋ along every axis of size S, then cut to S at a uniformly random
 * offset.
 *
 * <p>Mask k depends on (seed, k) alone and is made where it is needed. Enlarging and cutting is one
 * product an axis with the weights that each element has on each cell.
 *
 * @param cells cells along each axis
 * @param keep p
 */
record SmoothMasks(int cells, double keep, long seed) {
  /** Masks {@code from …}, {@code times} of them, {@code [c, 1, …, 1]}. */
  Operand<?> some(Emitter tf, Operand<?> from, Operand<?> times, Operand<?> x) {
    List<Integer> axes = Axes.of(x);
    int grid = (int) Math.pow(cells, axes.size());
    Operand<?> drawn = Noise.uniform(tf, seed, from, times, grid + axes.size());
    Operand<?> kept =
        tf.cast(
            tf.apply("Less", columns(tf, drawn, 0, grid), tf.scalar(keep, drawn)),
            DataType.DT_FLOAT);
    int[] sizes = new int[axes.size() + 1];
    java.util.Arrays.fill(sizes, cells);
    sizes[0] = -1;
    Operand<?> mask = tf.reshape(kept, tf.ints(sizes));
    for (int a = 0; a < axes.size(); a++) {
      Operand<?> chance = columns(tf, drawn, grid + a, 1);
      Operand<?> weights = weights(tf, chance, tf.size(x, axes.get(a)));
      mask =
          tf.op("Einsum")
              .list(List.of(mask, weights))
              .attr("equation", equation(axes.size(), a))
              .one();
    }
    Operand<?> sizesOfX = tf.shape(x);
    Operand<?> inner = tf.rows(sizesOfX, tf.intScalar(1), tf.intScalar(Emitter.rank(x) - 1));
    Operand<?> whole = tf.concat(0, tf.ints(-1, 1), inner, tf.ints(1));
    return tf.cast(tf.reshape(mask, whole), Emitter.type(x));
  }

  /** The weight of every cell at every element of an axis, {@code [c, S, cells]}. */
  private Operand<?> weights(Emitter tf, Operand<?> chance, Operand<?> size) {
    Operand<?> spare = tf.apply("FloorDiv", size, tf.intScalar(cells));
    Operand<?> offsets = tf.cast(tf.add(spare, tf.intScalar(1)), DataType.DT_FLOAT);
    Operand<?> offset = tf.apply("Floor", tf.mul(chance, offsets));
    Operand<?> half = tf.scalar(0.5, offset);
    Operand<?> element = tf.add(tf.add(range(tf, size), offset), half);
    Operand<?> scale =
        tf.div(tf.scalar(cells, offset), tf.cast(tf.add(size, spare), DataType.DT_FLOAT));
    Operand<?> source =
        tf.apply(
            "ClipByValue",
            tf.sub(tf.mul(element, scale), half),
            tf.scalar(0, offset),
            tf.scalar(cells - 1.0, offset));
    Operand<?> distance =
        tf.sub(tf.apply("ExpandDims", source, tf.intScalar(2)), range(tf, tf.intScalar(cells)));
    return tf.apply("Relu", tf.sub(tf.scalar(1, offset), tf.apply("Abs", distance)));
  }

  private static Operand<?> range(Emitter tf, Operand<?> size) {
    return tf.cast(tf.apply("Range", tf.intScalar(0), size, tf.intScalar(1)), DataType.DT_FLOAT);
  }

  private static Operand<?> columns(Emitter tf, Operand<?> drawn, int from, int count) {
    return tf.apply("Slice", drawn, tf.ints(0, from), tf.ints(-1, count));
  }

  /** Replaces axis a of the grid by elements, as in {@code zab,zea->zeb}. */
  private static String equation(int axes, int a) {
    StringBuilder cells = new StringBuilder("z");
    for (int i = 0; i < axes; i++) {
      cells.append((char) ('a' + i));
    }
    char old = (char) ('a' + a);
    String made = cells.toString().replace(old, 'y');
    return cells + ",zy" + old + "->" + made;
  }
}
