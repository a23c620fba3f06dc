package io.github.gradlens.gradient;

import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Node;
import java.util.List;
import org.tensorflow.Operand;

/**
 * A kernel [h, w, in, out] with d − 1 zeros between its taps. TensorFlow's CPU has no gradient of a
 * dilated convolution; the plain gradient with this kernel is the same number.
 *
 * @param high dilation along the height
 * @param wide dilation along the width
 */
record DilatedKernel(int high, int wide) {
  static DilatedKernel of(Node node) {
    List<Long> dilations = node.numbers("dilations");
    if (dilations.size() != 4) {
      return new DilatedKernel(1, 1);
    }
    int height = node.text("data_format", "NHWC").startsWith("NC") ? 2 : 1;
    return new DilatedKernel(
        dilations.get(height).intValue(), dilations.get(height + 1).intValue());
  }

  boolean isPlain() {
    return high == 1 && wide == 1;
  }

  /** Spreads the taps. */
  Operand<?> spread(Emitter tf, Operand<?> kernel) {
    return along(tf, along(tf, kernel, 0, high), 1, wide);
  }

  /** The taps of a signal of the spread kernel's shape. */
  Operand<?> taps(Emitter tf, Operand<?> signal) {
    return tf.op("StridedSlice")
        .in(signal)
        .in(tf.ints(0, 0))
        .in(tf.ints(0, 0))
        .in(tf.ints(high, wide))
        .attr("begin_mask", 3)
        .attr("end_mask", 3)
        .one();
  }

  private static Operand<?> along(Emitter tf, Operand<?> kernel, int axis, int dilation) {
    if (dilation == 1) {
      return kernel;
    }
    // [.., n, ..] → [.., n, 1, ..] → [.., n, d, ..] → [.., n·d, ..] without the last d − 1.
    Operand<?> column = tf.apply("ExpandDims", kernel, tf.intScalar(axis + 1));
    int[] padding = new int[2 * 5];
    padding[2 * (axis + 1) + 1] = dilation - 1;
    Operand<?> padded = tf.apply("Pad", column, tf.reshape(tf.ints(padding), tf.ints(5, 2)));
    Operand<?> shape = tf.shape(kernel);
    Operand<?> times = tf.ints(axis == 0 ? dilation : 1, axis == 1 ? dilation : 1, 1, 1);
    Operand<?> spread = tf.reshape(padded, tf.mul(shape, times));
    Operand<?> less = tf.ints(axis == 0 ? dilation - 1 : 0, axis == 1 ? dilation - 1 : 0, 0, 0);
    return tf.apply("Slice", spread, tf.ints(0, 0, 0, 0), tf.sub(tf.mul(shape, times), less));
  }
}
