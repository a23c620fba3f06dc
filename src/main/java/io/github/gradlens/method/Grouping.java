package io.github.gradlens.method;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Emitter;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;

/**
 * The groups of one explained tensor.
 *
 * @param labels the number of each element's group, int32, of the tensor's rank; an axis of size 1
 *     stands for all of the tensor's, the batch for all examples
 * @param count the number of groups, int32 scalar
 * @param known the same, or −1 where only the graph knows
 * @param host what the host computes for the labels
 */
record Grouping(Operand<?> labels, Operand<?> count, long known, List<HostTensor> host) {
  Grouping {
    host = List.copyOf(host);
  }

  /** Groups that the graph makes alone. */
  static Grouping of(Operand<?> labels, Operand<?> count, long known) {
    return new Grouping(labels, count, known, List.of());
  }

  /** So many elements of an axis make a patch, or so many patches an axis. */
  record Patch(int elements, int parts) {
    static Patch ofElements(int elements) {
      return new Patch(elements, 0);
    }

    /** As many elements as give at most so many patches. */
    static Patch ofParts(int parts) {
      return new Patch(0, parts);
    }

    /** How many elements of an axis. */
    Operand<?> length(Emitter tf, Operand<?> size) {
      return parts == 0
          ? tf.intScalar(elements)
          : tf.apply("Maximum", ceiling(tf, size, tf.intScalar(parts)), tf.intScalar(1));
    }

    /** The number of patches along an axis whose size is known. */
    long count(long size) {
      long length = parts == 0 ? elements : Math.max(1, (size + parts - 1) / parts);
      return (size + length - 1) / length;
    }
  }

  /**
   * Patches over the axes between batch and channels, or over the elements of a row; the last along
   * an axis are cut at the border. They are numbered with the last axis turning fastest.
   *
   * @param patches one for all axes, or one an axis, the last axis first
   */
  static Grouping patches(Emitter tf, Operand<?> x, List<Patch> patches, String tensor) {
    List<Integer> axes = Axes.of(x);
    if (patches.size() != 1 && patches.size() != axes.size()) {
      throw new UsageException(
          "features=grid(…) has "
              + patches.size()
              + " sizes, "
              + tensor
              + " of shape "
              + Emitter.shapeOf(x)
              + " has "
              + axes.size()
              + (axes.size() == 1 ? " axis" : " axes")
              + " to divide; give one size for all, or one an axis");
    }
    int[] ones = new int[Emitter.rank(x)];
    Arrays.fill(ones, 1);
    Operand<?> labels = tf.reshape(tf.intScalar(0), tf.ints(ones));
    Operand<?> count = tf.intScalar(1);
    long known = 1;
    for (int a = axes.size() - 1; a >= 0; a--) {
      int axis = axes.get(a);
      Patch patch = patches.get(patches.size() == 1 ? 0 : axes.size() - 1 - a);
      Operand<?> size = tf.size(x, axis);
      Operand<?> length = patch.length(tf, size);
      Operand<?> elements = tf.apply("Range", tf.intScalar(0), size, tf.intScalar(1));
      int[] shape = ones.clone();
      shape[axis] = -1;
      Operand<?> along = tf.mul(tf.apply("FloorDiv", elements, length), count);
      labels = tf.add(labels, tf.reshape(along, tf.ints(shape)));
      count = tf.mul(count, ceiling(tf, size, length));
      long extent = Emitter.dimension(x, axis);
      known = known < 0 || extent < 0 ? -1 : known * patch.count(extent);
    }
    return of(labels, count, known);
  }

  private static Operand<?> ceiling(Emitter tf, Operand<?> size, Operand<?> length) {
    Operand<?> most = tf.sub(tf.add(size, length), tf.intScalar(1));
    return tf.apply("FloorDiv", most, length);
  }
}
