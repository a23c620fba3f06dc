package io.github.gradlens.gradient;

import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Node;
import java.util.List;
import org.tensorflow.Operand;

/**
 * The gradient of a maximum over windows of a volume, which gives each window's signal to its first
 * element, in row-major order, that equals the maximum.
 *
 * <p>{@code MaxPool3DGrad} gives it to every one of the equals or to the first, as the kernel that
 * TensorFlow happens to choose has it; after a ReLU equals are common. So the pool is taken as two
 * planar ones, over height and width and then over depth, whose gradient is always the first's.
 *
 * @param window the sizes, in the order of the axes
 * @param strides likewise
 * @param padding SAME or VALID
 * @param channelsFirst whether the channels stand behind the batch
 */
record VolumePool(List<Long> window, List<Long> strides, String padding, boolean channelsFirst) {
  static VolumePool of(Node node) {
    return new VolumePool(
        node.numbers("ksize"),
        node.numbers("strides"),
        node.text("padding", "VALID"),
        node.text("data_format", "NDHWC").equals("NCDHW"));
  }

  /** The signal of x, where dy arrives at the pool's output. */
  Operand<?> gradient(Emitter tf, Operand<?> x, Operand<?> dy) {
    if (channelsFirst) {
      Operand<?> last = tf.ints(0, 2, 3, 4, 1);
      Operand<?> found =
          channelsLast(tf, tf.transpose(x, last), tf.transpose(dy, last), window, strides, 2);
      return tf.transpose(found, tf.ints(0, 4, 1, 2, 3));
    }
    return channelsLast(tf, x, dy, window, strides, 1);
  }

  private Operand<?> channelsLast(
      Emitter tf, Operand<?> x, Operand<?> dy, List<Long> ksize, List<Long> steps, int depth) {
    long[] planes = {1, ksize.get(depth + 1), ksize.get(depth + 2), 1};
    long[] planeSteps = {1, steps.get(depth + 1), steps.get(depth + 2), 1};
    long[] column = {1, ksize.get(depth), 1, 1};
    long[] columnSteps = {1, steps.get(depth), 1, 1};
    Operand<?> each = tf.reshape(x, tf.concat(0, tf.ints(-1), sizes(tf, x, 2, 5)));
    Operand<?> pooled = pool(tf, each, planes, planeSteps);
    Operand<?> inner = sizes(tf, pooled, 1, 3);
    Operand<?> area =
        tf.reshape(
            tf.op("Prod").in(inner).in(tf.ints(0)).attr("keep_dims", false).one(), tf.ints(1));
    Operand<?> channels = sizes(tf, x, 4, 5);
    Operand<?> columns =
        tf.reshape(pooled, tf.concat(0, tf.ints(-1), sizes(tf, x, 1, 2), area, channels));
    Operand<?> most = pool(tf, columns, column, columnSteps);
    Operand<?> arriving = tf.reshape(dy, tf.shape(most));
    Operand<?> between = back(tf, columns, most, arriving, column, columnSteps);
    Operand<?> inPlanes = tf.reshape(between, tf.shape(pooled));
    return tf.reshape(back(tf, each, pooled, inPlanes, planes, planeSteps), tf.shape(x));
  }

  private static Operand<?> sizes(Emitter tf, Operand<?> tensor, int from, int to) {
    return tf.rows(tf.shape(tensor), tf.intScalar(from), tf.intScalar(to));
  }

  private Operand<?> pool(Emitter tf, Operand<?> x, long[] ksize, long[] steps) {
    return tf.op("MaxPool")
        .in(x)
        .attr("ksize", ksize)
        .attr("strides", steps)
        .attr("padding", padding)
        .one();
  }

  private Operand<?> back(
      Emitter tf, Operand<?> x, Operand<?> y, Operand<?> dy, long[] ksize, long[] steps) {
    return tf.op("MaxPoolGrad")
        .in(x)
        .in(y)
        .in(dy)
        .attr("ksize", ksize)
        .attr("strides", steps)
        .attr("padding", padding)
        .one();
  }
}
