package io.github.gradlens.method;

import io.github.gradlens.graph.Emitter;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;

/** Moves between {@code [c, B, …]}, c evaluations of every example, and one enlarged batch. */
final class Batch {
  private Batch() {}

  /** The number of examples, an int32 scalar. */
  static Operand<?> size(Emitter tf, Operand<?> tensor) {
    return tf.size(tensor, 0);
  }

  /** The first example, {@code [1, …]}. */
  static Operand<?> first(Emitter tf, Operand<?> tensor) {
    return tf.rows(tensor, tf.intScalar(0), tf.intScalar(1));
  }

  /** {@code [B, …]} → {@code [c·B, …]}, the whole batch c times. */
  static Operand<?> repeat(Emitter tf, Operand<?> tensor, Operand<?> times) {
    int[] ones = new int[Emitter.rank(tensor) - 1];
    Arrays.fill(ones, 1);
    Operand<?> multiples = tf.concat(0, tf.reshape(times, tf.ints(1)), tf.ints(ones));
    return join(tf, tf.apply("Tile", tensor, multiples), tensor);
  }

  /** {@code [c, B, …]} → {@code [c·B, …]}, with the static sizes of {@code like}. */
  static Operand<?> join(Emitter tf, Operand<?> stacked, Operand<?> like) {
    return tf.reshape(stacked, tf.concat(0, tf.ints(-1), inner(tf, like)));
  }

  /** {@code [c·B, …]} → {@code [c, B, …]}. */
  static Operand<?> split(Emitter tf, Operand<?> joined, Operand<?> times, Operand<?> like) {
    return tf.reshape(
        joined, tf.concat(0, tf.reshape(times, tf.ints(1)), tf.ints(-1), inner(tf, like)));
  }

  /** {@code [1, …]} → {@code [B, …]}; what has a batch already stays as it is. */
  static Operand<?> spread(Emitter tf, Operand<?> point, Operand<?> like) {
    return tf.add(point, tf.zerosLike(like));
  }

  /** Σₖ wₖ gₖ of one chunk: {@code [c·B, …]} → {@code [B, …]}. */
  static Operand<?> weightedSum(
      Emitter tf, Operand<?> g, Operand<?> weight, Operand<?> times, Operand<?> like) {
    Operand<?> w = column(tf, tf.cast(weight, Emitter.type(g)), like);
    return tf.sum(tf.mul(split(tf, g, times, like), w), tf.ints(0), false);
  }

  /** The sizes behind the batch as an int32 vector; constant where they are known. */
  static Operand<?> inner(Emitter tf, Operand<?> tensor) {
    Shape shape = Emitter.shapeOf(tensor);
    int[] sizes = new int[shape.numDimensions() - 1];
    for (int i = 0; i < sizes.length; i++) {
      if (shape.get(i + 1) < 0) {
        return tf.rows(tf.shape(tensor), tf.intScalar(1), tf.intScalar(sizes.length + 1));
      }
      sizes[i] = (int) shape.get(i + 1);
    }
    return tf.ints(sizes);
  }

  /** {@code [c]} → {@code [c, 1, …]} for a product with {@code [c, B, …]}. */
  static Operand<?> column(Emitter tf, Operand<?> vector, Operand<?> like) {
    int[] shape = new int[Emitter.rank(like) + 1];
    Arrays.fill(shape, 1);
    shape[0] = -1;
    return tf.reshape(vector, tf.ints(shape));
  }

  /** {@code [B]} → {@code [B, 1, …]} of the rank of {@code like}. */
  static Operand<?> perExample(Emitter tf, Operand<?> vector, Operand<?> like) {
    int[] shape = new int[Emitter.rank(like)];
    Arrays.fill(shape, 1);
    shape[0] = -1;
    return tf.reshape(vector, tf.ints(shape));
  }

  /** Figures of every evaluation, {@code [c·B]} → {@code [c, B]}. */
  static Operand<?> splitFigures(Emitter tf, Operand<?> figures, Operand<?> times) {
    return tf.reshape(figures, tf.concat(0, tf.reshape(times, tf.ints(1)), tf.ints(-1)));
  }

  /** {@code [c, B]} → {@code [c, B, 1, …]} for a product with {@code [c, B, …]}. */
  static Operand<?> figures(Emitter tf, Operand<?> figures, Operand<?> like) {
    int[] ones = new int[Emitter.rank(like) - 1];
    Arrays.fill(ones, 1);
    return tf.reshape(figures, tf.concat(0, tf.shape(figures), tf.ints(ones)));
  }

  /** Minimum and maximum of each example, shaped {@code [B, 1, …]}. */
  static Operand<?> extreme(Emitter tf, String op, Operand<?> tensor) {
    return tf.op(op)
        .in(tensor)
        .in(tf.ints(IntStream.range(1, Emitter.rank(tensor)).toArray()))
        .attr("keep_dims", true)
        .one();
  }

  /** The figure that stands in every element of an example, {@code [B]}. */
  static Operand<?> anyElement(Emitter tf, Operand<?> spread) {
    return Score.perExample(tf, extreme(tf, "Max", spread));
  }
}
