package io.github.gradlens.method;

import io.github.gradlens.graph.Emitter;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * A separable Gaussian over the axes between batch and channels: radius r = ⌊4σ + ½⌋, weights
 * normalised to sum 1 over the whole kernel, zeros outside the image (Xu et al. 2020).
 *
 * <p>Each axis is one product with the band matrix K, Kᵢⱼ = exp(−(i−j)²/2σ²)/Z for |i−j| ≤ r, made
 * in the graph so that σ and the sizes may be dynamic.
 */
final class GaussianBlur {
  private GaussianBlur() {}

  /**
   * Blurs.
   *
   * @param sigma scalar of x's type
   */
  static Operand<?> of(Emitter tf, Operand<?> x, Operand<?> sigma) {
    Operand<?> one = several(tf, x, tf.reshape(sigma, tf.ints(1)));
    return tf.op("Squeeze").in(one).attr("squeeze_dims", new long[] {0}).one();
  }

  /**
   * Blurs by several widths at once.
   *
   * @param sigmas {@code [c]}, above 0, of x's type
   * @return {@code [c, B, …]}
   */
  static Operand<?> several(Emitter tf, Operand<?> x, Operand<?> sigmas) {
    int rank = Emitter.rank(x);
    Operand<?> blurred = tf.apply("ExpandDims", x, tf.intScalar(0));
    for (int axis = 1; axis < rank - 1; axis++) {
      blurred = along(tf, blurred, axis + 1, rank + 1, sigmas);
    }
    return rank > 2 ? blurred : tf.add(blurred, tf.zerosLike(Batch.column(tf, sigmas, x)));
  }

  private static Operand<?> along(Emitter tf, Operand<?> x, int axis, int rank, Operand<?> sigmas) {
    int last = rank - 1;
    int[] swap = IntStream.range(0, rank).toArray();
    swap[axis] = last;
    swap[last] = axis;
    Operand<?> size = tf.size(x, axis);
    Operand<?> turned = tf.transpose(x, tf.ints(swap));
    Operand<?> evaluations = tf.reshape(tf.size(x, 0), tf.ints(1));
    Operand<?> rows =
        tf.reshape(turned, tf.concat(0, evaluations, tf.ints(-1), tf.reshape(size, tf.ints(1))));
    Operand<?> product = tf.apply("BatchMatMulV2", rows, bands(tf, size, sigmas));
    Operand<?> inner = tf.rows(tf.shape(turned), tf.intScalar(1), tf.intScalar(rank));
    Operand<?> back = tf.reshape(product, tf.concat(0, tf.ints(-1), inner));
    return tf.transpose(back, tf.ints(swap));
  }

  /** A band matrix for each width, {@code [c, S, S]}. */
  private static Operand<?> bands(Emitter tf, Operand<?> size, Operand<?> sigmas) {
    DataType type = Emitter.type(sigmas);
    Operand<?> sigma = tf.reshape(sigmas, tf.ints(-1, 1, 1));
    Operand<?> half = tf.scalar(0.5, sigma);
    Operand<?> radius = tf.apply("Floor", tf.add(tf.mul(sigma, tf.scalar(4, sigma)), half));
    Operand<?> positions = tf.cast(tf.apply("Range", tf.intScalar(0), size, tf.intScalar(1)), type);
    Operand<?> distance =
        tf.sub(tf.reshape(positions, tf.ints(-1, 1)), tf.reshape(positions, tf.ints(1, -1)));
    Operand<?> widest = tf.op("Max").in(radius).in(tf.ints(0, 1, 2)).attr("keep_dims", false).one();
    Operand<?> reach = tf.cast(widest, DataType.DT_INT32);
    Operand<?> offsets =
        tf.cast(
            tf.apply("Range", tf.neg(reach), tf.add(reach, tf.intScalar(1)), tf.intScalar(1)),
            type);
    Operand<?> total = tf.sum(bell(tf, offsets, sigma, radius), tf.ints(2), true);
    return tf.div(bell(tf, distance, sigma, radius), total);
  }

  /** exp(−d²/2σ²) within the radius. */
  private static Operand<?> bell(
      Emitter tf, Operand<?> distance, Operand<?> sigma, Operand<?> radius) {
    Operand<?> scaled = tf.div(distance, sigma);
    Operand<?> bell = tf.apply("Exp", tf.mul(tf.apply("Square", scaled), tf.scalar(-0.5, sigma)));
    Operand<?> inside = tf.apply("LessEqual", tf.apply("Abs", distance), radius);
    return tf.select(inside, bell, tf.zerosLike(bell));
  }
}
