package io.github.gradlens.method;

import io.github.gradlens.graph.Emitter;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * Linear interpolation of maps without channels along one, two or more axes of positions, with
 * half-pixel centres: output i of n lies at (i + ½)·m/n − ½ of m inputs, held at the borders.
 *
 * <p>{@code ResizeBilinear} does two axes at a time; a third is done by a second call with the axes
 * before it joined, since the interpolation is separable.
 */
final class HalfPixel {
  private HalfPixel() {}

  /**
   * Resizes.
   *
   * @param map {@code [N, positions…]}
   * @param sizes the new size of each axis of positions, int32 scalars
   * @return float32
   */
  static Operand<?> resize(Emitter tf, Operand<?> map, List<Operand<?>> sizes) {
    Operand<?> done = map;
    for (int axis = 0; axis < sizes.size(); axis += 2) {
      done = pair(tf, done, sizes, axis);
    }
    return tf.cast(done, DataType.DT_FLOAT);
  }

  /** The axes of positions {@code first} and the one behind it. */
  private static Operand<?> pair(Emitter tf, Operand<?> map, List<Operand<?>> sizes, int first) {
    boolean single = first == sizes.size() - 1;
    int rank = Emitter.rank(map);
    Operand<?> one = tf.intScalar(1);
    Operand<?> height = tf.size(map, first + 1);
    Operand<?> width = single ? one : tf.size(map, first + 2);
    Operand<?> rest = tf.ints(1);
    for (int axis = first + (single ? 2 : 3); axis < rank; axis++) {
      rest = tf.mul(rest, tf.size(map, axis));
    }
    // what stands before joins the batch, what stands behind takes the place of channels
    Operand<?> image =
        tf.reshape(map, tf.concat(0, tf.ints(-1), vector(tf, height), vector(tf, width), rest));
    Operand<?> newWidth = single ? one : sizes.get(first + 1);
    Operand<?> resized =
        tf.op("ResizeBilinear")
            .in(image)
            .in(tf.concat(0, vector(tf, sizes.get(first)), vector(tf, newWidth)))
            .attr("half_pixel_centers", true)
            .one();
    Operand<?>[] shape = new Operand<?>[rank];
    shape[0] = vector(tf, tf.size(map, 0));
    for (int axis = 1; axis < rank; axis++) {
      boolean now = axis <= first + (single ? 1 : 2) && axis > first;
      shape[axis] = vector(tf, now ? sizes.get(axis - 1) : tf.size(map, axis));
    }
    return tf.reshape(resized, tf.concat(0, shape));
  }

  private static Operand<?> vector(Emitter tf, Operand<?> scalar) {
    return tf.reshape(scalar, tf.ints(1));
  }
}
