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
    int rank = Emitter.rank(x);
    Operand<?> blurred = x;
    for (int axis = 1; axis < rank - 1; axis++) {
      blurred = along(tf, blurred, axis, rank, sigma);
    }
    return blurred;
  }

  private static Operand<?> along(Emitter tf, Operand<?> x, int axis, int rank, Operand<?> sigma) {
    int last = rank - 1;
    int[] swap = IntStream.range(0, rank).toArray();
    swap[axis] = last;
    swap[last] = axis;
    Operand<?> size = tf.size(x, axis);
    Operand<?> turned = tf.transpose(x, tf.ints(swap));
    Operand<?> flat = tf.reshape(turned, tf.concat(0, tf.ints(-1), tf.reshape(size, tf.ints(1))));
    Operand<?> product = tf.apply("MatMul", flat, band(tf, size, sigma));
    Operand<?> back = tf.reshape(product, tf.shape(turned));
    return tf.apply("Transpose", back, tf.ints(swap));
  }

  private static Operand<?> band(Emitter tf, Operand<?> size, Operand<?> sigma) {
    DataType type = Emitter.type(sigma);
    Operand<?> half = tf.scalar(0.5, sigma);
    Operand<?> radius = tf.apply("Floor", tf.add(tf.mul(sigma, tf.scalar(4, sigma)), half));
    Operand<?> positions = tf.cast(tf.apply("Range", tf.intScalar(0), size, tf.intScalar(1)), type);
    Operand<?> distance =
        tf.sub(tf.reshape(positions, tf.ints(-1, 1)), tf.reshape(positions, tf.ints(1, -1)));
    Operand<?> reach = tf.cast(radius, DataType.DT_INT32);
    Operand<?> offsets =
        tf.cast(
            tf.apply("Range", tf.neg(reach), tf.add(reach, tf.intScalar(1)), tf.intScalar(1)),
            type);
    Operand<?> total = tf.sum(bell(tf, offsets, sigma), tf.ints(0), false);
    Operand<?> inside = tf.apply("LessEqual", tf.apply("Abs", distance), radius);
    Operand<?> weights = tf.div(bell(tf, distance, sigma), total);
    return tf.select(inside, weights, tf.zerosLike(weights));
  }

  private static Operand<?> bell(Emitter tf, Operand<?> distance, Operand<?> sigma) {
    Operand<?> scaled = tf.div(distance, sigma);
    return tf.apply("Exp", tf.mul(tf.apply("Square", scaled), tf.scalar(-0.5, sigma)));
  }
}
