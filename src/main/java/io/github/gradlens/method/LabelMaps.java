package io.github.gradlens.method;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Emitter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/**
 * Integer labels of groups from an array that has the shape of an example, or of its positions,
 * once for all examples or once an example.
 *
 * @param maps how many there are: 1, or one an example
 * @param positions whether a label is of a position with all its channels
 */
record LabelMaps(int maps, boolean positions) {
  /**
   * How an array of labels fits a tensor; null where it does not. An example's own shape is tried
   * first, positions next, then both with the examples in front.
   *
   * @param tensor sizes of the tensor, −1 where unknown
   */
  static @Nullable LabelMaps fit(long[] labels, long[] tensor) {
    long[] example = Arrays.copyOfRange(tensor, 1, tensor.length);
    long[] places = Arrays.copyOf(example, Math.max(0, example.length - 1));
    boolean channels = example.length > 1;
    if (fits(labels, example)) {
      return new LabelMaps(1, false);
    }
    if (channels && fits(labels, places)) {
      return new LabelMaps(1, true);
    }
    if (labels.length == 0 || labels[0] > Integer.MAX_VALUE) {
      return null;
    }
    long[] rest = Arrays.copyOfRange(labels, 1, labels.length);
    if (fits(rest, example)) {
      return new LabelMaps((int) labels[0], false);
    }
    return channels && fits(rest, places) ? new LabelMaps((int) labels[0], true) : null;
  }

  private static boolean fits(long[] labels, long[] sizes) {
    boolean fits = labels.length == sizes.length;
    for (int i = 0; fits && i < sizes.length; i++) {
      fits = sizes[i] < 0 || sizes[i] == labels[i];
    }
    return fits;
  }

  /** The groups that an array of labels makes of a tensor. */
  static Grouping of(String file, NumericArray labels, Setting setting, String tensor) {
    Emitter tf = setting.tf();
    Operand<?> x = setting.x(tensor);
    LabelMaps form = fit(labels.shape(), sizes(setting.problem(), tensor));
    if (form == null) {
      throw new UsageException(
          "the labels of "
              + file
              + " have shape "
              + Shape.of(labels.shape())
              + ", "
              + tensor
              + " has "
              + Emitter.shapeOf(x)
              + "; give one label an element, or one a position for all its channels, once for all"
              + " examples or once an example"
              + (setting.explained().size() > 1 ? ", and name one tensor with --at" : ""));
    }
    int[] numbers = new int[labels.size()];
    int count = number(labels, form.maps, numbers);
    Operand<?> all = tf.ops().constant(form.shape(labels.shape()), DataBuffers.of(numbers));
    return Grouping.of(
        form.maps == 1 ? all : tf.apply("GatherV2", all, setting.examples(), tf.intScalar(0)),
        tf.intScalar(count),
        count);
  }

  /** Sizes of a tensor that is explained, −1 where unknown. */
  static long[] sizes(Problem problem, String tensor) {
    long[] sizes = problem.facts().sizes(tensor);
    return sizes == null ? new long[1] : sizes;
  }

  /** Numbers the labels of each map from 0 in ascending order; the most groups of a map. */
  private static int number(NumericArray labels, int maps, int[] numbers) {
    long[] values = labels.toLongs();
    int size = values.length / maps;
    int most = 0;
    for (int m = 0; m < maps; m++) {
      long[] distinct =
          Arrays.stream(values, m * size, (m + 1) * size).sorted().distinct().toArray();
      Map<Long, Integer> places = new HashMap<>();
      for (long label : distinct) {
        places.put(label, places.size());
      }
      for (int i = m * size; i < (m + 1) * size; i++) {
        numbers[i] = places.getOrDefault(values[i], 0);
      }
      most = Math.max(most, distinct.length);
    }
    return most;
  }

  /** {@code [maps, …]} with an axis of 1 where all channels share a label. */
  private Shape shape(long[] labels) {
    boolean batched = maps > 1;
    Shape shape = batched ? Shape.of(labels) : Shape.of(1).append(Shape.of(labels));
    return positions ? shape.append(1) : shape;
  }
}
