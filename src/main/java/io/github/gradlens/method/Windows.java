package io.github.gradlens.method;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Captures;
import io.github.gradlens.graph.Emitter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;

/**
 * Windows that slide over an example, from multiples of a stride and inside it. A window is made
 * from its number where it is needed: the last axis turns fastest.
 *
 * @param axes the axes that they slide along
 * @param places for each axis the elements of every place, a bool matrix {@code [n, S]}
 * @param x the examples
 */
record Windows(List<Integer> axes, List<Operand<?>> places, Operand<?> x) {
  /** A size that follows from the axis. */
  static final int AUTO = 0;

  private static final int PARTS = 8;

  Windows {
    axes = List.copyOf(axes);
    places = List.copyOf(places);
  }

  /**
   * The windows over the axes between batch and channels, or over the elements of a row.
   *
   * @param size elements along each axis; AUTO: an eighth of the axis, one of a row's
   * @param stride AUTO: half the size
   * @param tensor the name of x, for the message
   * @throws UsageException where a window does not fit into x
   */
  static Windows over(Emitter tf, Operand<?> x, int size, int stride, String tensor) {
    List<Integer> axes = Axes.of(x);
    boolean row = Emitter.rank(x) == 2;
    List<Operand<?>> places = new ArrayList<>();
    for (int axis : axes) {
      long known = Emitter.dimension(x, axis);
      if (known >= 0 && size > known) {
        throw new UsageException(
            "occlusion: window="
                + size
                + " does not fit into "
                + tensor
                + ", which has shape "
                + Emitter.shapeOf(x)
                + "; give a smaller window");
      }
      places.add(places(tf, tf.size(x, axis), row && size == AUTO ? 1 : size, stride));
    }
    return new Windows(axes, places, x);
  }

  private static Operand<?> places(Emitter tf, Operand<?> length, int size, int stride) {
    Operand<?> one = tf.intScalar(1);
    Operand<?> parts = tf.intScalar(PARTS);
    Operand<?> wide =
        size == AUTO
            ? tf.apply("FloorDiv", tf.add(length, tf.intScalar(PARTS - 1)), parts)
            : tf.apply("Minimum", tf.intScalar(size), length);
    Operand<?> step =
        stride == AUTO
            ? tf.apply("Maximum", one, tf.apply("FloorDiv", wide, tf.intScalar(2)))
            : tf.intScalar(stride);
    Operand<?> count = tf.add(tf.apply("FloorDiv", tf.sub(length, wide), step), one);
    Operand<?> zero = tf.intScalar(0);
    Operand<?> starts =
        tf.reshape(tf.mul(tf.apply("Range", zero, count, one), step), tf.ints(-1, 1));
    Operand<?> elements = tf.reshape(tf.apply("Range", zero, length, one), tf.ints(1, -1));
    return tf.apply(
        "LogicalAnd",
        tf.apply("GreaterEqual", elements, starts),
        tf.apply("Less", elements, tf.add(starts, wide)));
  }

  /** The number of windows, an int32 scalar. */
  Operand<?> count(Emitter tf) {
    Operand<?> count = tf.intScalar(1);
    for (Operand<?> place : places) {
      count = tf.mul(count, tf.size(place, 0));
    }
    return count;
  }

  /** Windows {@code from … to} inside a loop, bool, {@code [c, 1, …, 1]}. */
  Operand<?> some(Emitter tf, Captures captures, Operand<?> from, Operand<?> to) {
    Operand<?> number = tf.apply("Range", from, to, tf.intScalar(1));
    Operand<?> like = captures.of(x);
    int[] ones = IntStream.generate(() -> 1).limit(Emitter.rank(x) + 1L).toArray();
    Operand<?> all = tf.op("Fill").in(tf.ints(ones)).in(tf.ops().constant(true)).one();
    for (int i = places.size() - 1; i >= 0; i--) {
      Operand<?> place = captures.of(places.get(i));
      Operand<?> count = tf.size(place, 0);
      Operand<?> taken =
          tf.apply("GatherV2", place, tf.apply("FloorMod", number, count), tf.intScalar(0));
      all = tf.apply("LogicalAnd", all, Axes.along(tf, taken, axes.get(i), like));
      number = tf.apply("FloorDiv", number, count);
    }
    return all;
  }

  /** How many windows cover an element, of the type of x, {@code [1, …, 1]}. */
  Operand<?> cover(Emitter tf) {
    Operand<?> cover = tf.scalar(1, x);
    for (int i = 0; i < places.size(); i++) {
      Operand<?> places = tf.cast(this.places.get(i), Emitter.type(x));
      Operand<?> row = tf.sum(places, tf.ints(0), true);
      Operand<?> along = Axes.along(tf, row, axes.get(i), x);
      cover = tf.mul(cover, tf.op("Squeeze").in(along).attr("squeeze_dims", new long[] {0}).one());
    }
    return cover;
  }
}
