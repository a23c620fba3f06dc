package io.github.gradlens.gradient;

import io.github.gradlens.graph.Emitter;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * The adjoint of {@code ImageProjectiveTransformV3} in its images.
 *
 * <p>An output pixel (X, Y) reads the point u = (t₀X + t₁Y + t₂)/p, v = (t₃X + t₄Y + t₅)/p with p =
 * t₆X + t₇Y + 1, by the nearest pixel or by the four around it; what lies outside is the fill
 * value. The adjoint adds each output's signal, times the same weights, to the pixels that it read.
 *
 * <p>Deviations: TensorFlow's registered gradient is the same op with the inverted transform. That
 * is the adjoint of a shift alone: a scaling loses its Jacobian's determinant, and at fractions of
 * a pixel the weights differ. As there, nothing flows to the transforms or to the fill value.
 */
final class ProjectiveSampling {
  private final Emitter tf;
  private final Operand<?> images;
  private final Operand<?> dy;
  private final Operand<?> transforms;
  private final String fill;

  private ProjectiveSampling(VjpCall c) {
    this.tf = c.tf();
    this.images = c.x(0);
    this.dy = c.dy();
    this.transforms = c.x(1);
    this.fill = c.node().text("fill_mode", "CONSTANT");
  }

  static Operand<?> adjoint(VjpCall c) {
    boolean bilinear = c.node().text("interpolation", "").equals("BILINEAR");
    return new ProjectiveSampling(c).scatter(bilinear);
  }

  private Operand<?> scatter(boolean bilinear) {
    Operand<?> x = positions(2, 1, 1, -1);
    Operand<?> y = positions(1, 1, -1, 1);
    Operand<?> p = tf.add(affine(6, 7, x, y), number(1));
    Operand<?> finite = tf.apply("NotEqual", p, number(0));
    Operand<?> divisor = tf.select(finite, p, number(1));
    Operand<?> height = tf.cast(tf.size(images, 1), DataType.DT_FLOAT);
    Operand<?> width = tf.cast(tf.size(images, 2), DataType.DT_FLOAT);
    Operand<?> u = inside(tf.div(tf.add(affine(0, 1, x, y), element(2)), divisor), width);
    Operand<?> v = inside(tf.div(tf.add(affine(3, 4, x, y), element(5)), divisor), height);
    List<Operand<?>> parts = new ArrayList<>();
    for (Side row : bilinear ? neighbours(v) : nearest(v)) {
      for (Side column : bilinear ? neighbours(u) : nearest(u)) {
        Operand<?> read =
            tf.apply(
                "LogicalAnd",
                finite,
                tf.apply("LogicalAnd", within(row, height), within(column, width)));
        parts.add(added(row, column, read));
      }
    }
    return tf.reshape(tf.addAll(parts), tf.shape(images));
  }

  /** The pixels on one side of the points: their index along an axis, and how much they count. */
  private record Side(Operand<?> index, Operand<?> weight) {}

  private List<Side> neighbours(Operand<?> coordinate) {
    Operand<?> below = tf.apply("Floor", coordinate);
    Operand<?> above = tf.add(below, number(1));
    return List.of(
        new Side(below, tf.sub(above, coordinate)), new Side(above, tf.sub(coordinate, below)));
  }

  /** Halves go away from 0, as in the kernel, not to even. */
  private List<Side> nearest(Operand<?> coordinate) {
    Operand<?> size = tf.apply("Abs", coordinate);
    Operand<?> below = tf.apply("Floor", size);
    Operand<?> up = tf.apply("GreaterEqual", tf.sub(size, below), number(0.5));
    Operand<?> rounded = tf.add(below, tf.cast(up, DataType.DT_FLOAT));
    return List.of(new Side(tf.mul(rounded, tf.apply("Sign", coordinate)), number(1)));
  }

  private Operand<?> within(Side side, Operand<?> size) {
    return tf.apply(
        "LogicalAnd",
        tf.apply("GreaterEqual", side.index(), number(0)),
        tf.apply("Less", side.index(), size));
  }

  /** dy times the weight, added to the pixel; what read the fill value is dropped. */
  private Operand<?> added(Side row, Side column, Operand<?> read) {
    Operand<?> zero = tf.zerosLike(row.index());
    Operand<?> i = tf.cast(tf.select(read, row.index(), zero), DataType.DT_INT32);
    Operand<?> j = tf.cast(tf.select(read, column.index(), zero), DataType.DT_INT32);
    Operand<?> height = tf.size(images, 1);
    Operand<?> width = tf.size(images, 2);
    Operand<?> count = tf.size(images, 0);
    Operand<?> first =
        tf.reshape(tf.apply("Range", tf.intScalar(0), count, tf.intScalar(1)), tf.ints(-1, 1, 1));
    Operand<?> pixel = tf.add(tf.mul(i, width), j);
    Operand<?> place = tf.add(tf.mul(first, tf.mul(height, width)), pixel);
    Operand<?> ids = tf.select(read, place, tf.intScalar(-1));
    Operand<?> weight = tf.apply("ExpandDims", tf.mul(row.weight(), column.weight()), last());
    Operand<?> data = tf.mul(dy, tf.cast(weight, Emitter.type(dy)));
    Operand<?> pixels = tf.mul(count, tf.mul(height, width));
    return tf.apply("UnsortedSegmentSum", data, ids, pixels);
  }

  private Operand<?> last() {
    return tf.intScalar(-1);
  }

  /** Output indices along an axis of the images. */
  private Operand<?> positions(int axis, int... shape) {
    Operand<?> range = tf.apply("Range", tf.intScalar(0), tf.size(dy, axis), tf.intScalar(1));
    return tf.reshape(tf.cast(range, DataType.DT_FLOAT), tf.ints(shape));
  }

  private Operand<?> affine(int first, int second, Operand<?> x, Operand<?> y) {
    return tf.add(tf.mul(element(first), x), tf.mul(element(second), y));
  }

  /** One of the eight numbers, {@code [1 or B, 1, 1]}. */
  private Operand<?> element(int index) {
    Operand<?> column = tf.apply("Slice", transforms, tf.ints(0, index), tf.ints(-1, 1));
    return tf.reshape(column, tf.ints(-1, 1, 1));
  }

  /** The coordinate at which a fill mode reads; a constant keeps those outside where they are. */
  private Operand<?> inside(Operand<?> a, Operand<?> size) {
    Operand<?> end = tf.sub(size, number(1));
    Operand<?> mapped =
        switch (fill) {
          case "REFLECT" -> reflected(a, size);
          case "WRAP" -> wrapped(a, size);
          default -> a;
        };
    // beyond two pixels outside nothing changes, and what is cut there fits an int
    return fill.equals("CONSTANT")
        ? tf.apply("ClipByValue", a, number(-2), tf.add(size, number(1)))
        : tf.apply("ClipByValue", mapped, number(0), end);
  }

  /** dcba|abcd|dcba, of period 2n. */
  private Operand<?> reflected(Operand<?> a, Operand<?> size) {
    Operand<?> period = tf.mul(size, number(2));
    Operand<?> rest = tf.sub(a, tf.mul(period, tf.apply("Floor", tf.div(a, period))));
    Operand<?> mirrored = tf.sub(tf.sub(period, rest), number(1));
    return tf.select(tf.apply("GreaterEqual", rest, size), mirrored, rest);
  }

  /** abcd|abcd|abcd as the kernel has it: it counts periods of n − 1 and moves by n. */
  private Operand<?> wrapped(Operand<?> a, Operand<?> size) {
    Operand<?> end = tf.sub(size, number(1));
    Operand<?> period = tf.apply("Maximum", end, number(1));
    Operand<?> whole = tf.apply("Floor", tf.div(tf.apply("Abs", a), period));
    Operand<?> up = tf.add(a, tf.mul(size, tf.add(whole, number(1))));
    Operand<?> down = tf.sub(a, tf.mul(size, whole));
    Operand<?> upper = tf.select(tf.apply("Greater", a, end), down, a);
    return tf.select(tf.apply("Less", a, number(0)), up, upper);
  }

  private Operand<?> number(double value) {
    return tf.scalarOf(value, DataType.DT_FLOAT);
  }
}
