package io.github.gradlens.maximize;

import io.github.gradlens.graph.Emitter;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * Images read once at the points that a chain of affine maps gives, by linear interpolation between
 * four pixels. One reading for a whole chain costs less than one a map, and blurs less.
 */
final class Warp {
  private Warp() {}

  /**
   * Reads.
   *
   * @param matrices each {@code [1 or B, 3, 3]}, in the order in which the maps are applied
   */
  static Operand<?> apply(
      Emitter tf, Operand<?> image, List<? extends Operand<?>> matrices, Canvas canvas) {
    Operand<?> chain = matrices.get(0);
    for (Operand<?> next : matrices.subList(1, matrices.size())) {
      // the last map's result is what is seen, so its matrix meets the pixel first
      chain = tf.apply("BatchMatMulV2", chain, next);
    }
    Operand<?> rows = tf.reshape(chain, tf.ints(-1, 9));
    Operand<?> eight = tf.apply("Slice", rows, tf.ints(0, 0), tf.ints(-1, 8));
    Operand<?> size = tf.rows(tf.shape(image), tf.intScalar(1), tf.intScalar(3));
    // the op fills with one number; about the middle that number is 0 for every channel
    Operand<?> middle = canvas.middle(tf);
    Operand<?> read =
        tf.op("ImageProjectiveTransformV3")
            .in(tf.sub(image, middle))
            .in(eight)
            .in(size)
            .in(number(tf, 0))
            .attr("interpolation", "BILINEAR")
            .attr("fill_mode", "CONSTANT")
            .one();
    return tf.add(read, middle);
  }

  /**
   * (x, y) ↦ (a·x + b·y + c, d·x + e·y + f), from vectors of equal length.
   *
   * @return {@code [length, 3, 3]}
   */
  static Operand<?> matrix(
      Emitter tf,
      Operand<?> a,
      Operand<?> b,
      Operand<?> c,
      Operand<?> d,
      Operand<?> e,
      Operand<?> f) {
    Operand<?> zero = tf.zerosLike(a);
    Operand<?> one = tf.add(zero, number(tf, 1));
    List<Operand<?>> numbers = new ArrayList<>(List.of(a, b, c, d, e, f, zero, zero, one));
    Operand<?> rows = tf.op("Pack").list(numbers).attr("axis", 1L).one();
    return tf.reshape(rows, tf.ints(-1, 3, 3));
  }

  /** The same linear map about an image's centre, which stays where it is. */
  static Operand<?> aboutCentre(
      Emitter tf, Operand<?> image, Operand<?> a, Operand<?> b, Operand<?> d, Operand<?> e) {
    Operand<?> x = centre(tf, image, 2);
    Operand<?> y = centre(tf, image, 1);
    Operand<?> c = tf.sub(x, tf.add(tf.mul(a, x), tf.mul(b, y)));
    Operand<?> f = tf.sub(y, tf.add(tf.mul(d, x), tf.mul(e, y)));
    return matrix(tf, a, b, c, d, e, f);
  }

  private static Operand<?> centre(Emitter tf, Operand<?> image, int axis) {
    return tf.mul(tf.sub(size(tf, image, axis), number(tf, 1)), number(tf, 0.5));
  }

  /** The size of an axis as float32. */
  static Operand<?> size(Emitter tf, Operand<?> image, int axis) {
    return tf.cast(tf.size(image, axis), DataType.DT_FLOAT);
  }

  /** So many uniform numbers an image, each {@code [B]}. */
  static List<Operand<?>> draws(
      Emitter tf, Operand<?> image, Operand<?> step, long seed, int count) {
    Operand<?> drawn = Chance.uniform(tf, seed, step, Chance.shape(tf, image, 1, count));
    var columns = tf.op("Unpack").in(drawn).attr("num", count).attr("axis", 1).build();
    List<Operand<?>> out = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      out.add(columns.output(i));
    }
    return out;
  }

  static Operand<?> number(Emitter tf, double value) {
    return tf.scalarOf(value, DataType.DT_FLOAT);
  }
}
