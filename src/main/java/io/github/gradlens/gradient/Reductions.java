package io.github.gradlens.gradient;

import static io.github.gradlens.gradient.VjpRow.unary;

import io.github.gradlens.graph.Emitter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/** VJPs of reductions and running sums: what was summed gets its share of the sum's signal. */
final class Reductions {
  static final List<VjpRow> ROWS =
      List.of(
          unary("Sum", c -> spread(c, kept(c, c.dy()))),
          unary("Mean", Reductions::mean),
          unary("Max", Reductions::extremum),
          unary("Min", Reductions::extremum),
          unary("Prod", Reductions::product),
          unary("Cumsum", c -> runningSum(c, c.dy(), false)),
          unary("Cumprod", Reductions::runningProduct),
          unary("L2Loss", c -> c.tf().mul(c.x(0), c.dy())),
          unary(
              "EuclideanNorm",
              c -> c.tf().mul(c.x(0), kept(c, c.tf().apply("DivNoNan", c.dy(), c.y())))));

  private Reductions() {}

  /** A reduced tensor with the reduced axes back as axes of size 1. */
  private static Operand<?> kept(VjpCall c, Operand<?> reduced) {
    if (c.node().flag("keep_dims")) {
      return reduced;
    }
    int[] axes = axes(c);
    if (axes == null) {
      return c.tf().reshape(reduced, keptShape(c));
    }
    Operand<?> out = reduced;
    for (int axis : axes) {
      out = c.tf().apply("ExpandDims", out, c.tf().intScalar(axis));
    }
    return out;
  }

  /**
   * The reduced axes, counted from the front and ascending, or null where they are not constant.
   */
  private static int @Nullable [] axes(VjpCall c) {
    long[] known = c.known(1);
    int rank = Emitter.rank(c.x(0));
    if (known == null || rank < 0) {
      return null;
    }
    return Arrays.stream(known)
        .mapToInt(axis -> Math.floorMod((int) axis, Math.max(rank, 1)))
        .distinct()
        .sorted()
        .toArray();
  }

  private static Operand<?> keptShape(VjpCall c) {
    Emitter tf = c.tf();
    Operand<?> shape = tf.shape(c.x(0));
    Operand<?> rank = tf.apply("Rank", c.x(0));
    Operand<?> given = tf.reshape(tf.cast(c.x(1), DataType.DT_INT32), tf.ints(-1));
    Operand<?> axes = tf.apply("FloorMod", given, rank);
    Operand<?> all = tf.apply("Range", tf.intScalar(0), rank, tf.intScalar(1));
    Operand<?> ones = tf.apply("OnesLike", axes);
    return tf.op("DynamicStitch").list(List.of(all, axes)).list(List.of(shape, ones)).one();
  }

  private static Operand<?> spread(VjpCall c, Operand<?> kept) {
    return c.tf().apply("BroadcastTo", kept, c.tf().shape(c.x(0)));
  }

  private static Operand<?> mean(VjpCall c) {
    return spread(c, kept(c, c.tf().div(c.dy(), divisor(c))));
  }

  /** How many elements each mean is of: a constant where their axes are. */
  private static Operand<?> divisor(VjpCall c) {
    int[] axes = axes(c);
    if (axes != null) {
      Shape shape = Emitter.shapeOf(c.x(0));
      long count = 1;
      for (int axis : axes) {
        count = shape.get(axis) < 0 || count < 0 ? -1 : count * shape.get(axis);
      }
      if (count >= 0) {
        return c.constant((double) count);
      }
    }
    Emitter tf = c.tf();
    Operand<?> of = tf.apply("Size", c.x(0));
    Operand<?> to = tf.apply("Maximum", tf.apply("Size", c.y()), tf.intScalar(1));
    return tf.cast(tf.apply("FloorDiv", of, to), c.type());
  }

  /** Equal extrema share the signal equally, as in TensorFlow. */
  private static Operand<?> extremum(VjpCall c) {
    Emitter tf = c.tf();
    Operand<?> hits = tf.cast(tf.apply("Equal", c.x(0), kept(c, c.y())), c.type());
    Operand<?> count = tf.sum(hits, c.x(1), true);
    return tf.mul(tf.div(hits, count), kept(c, c.dy()));
  }

  /**
   * The product of all the other elements, by running products from both ends, so that zeros need
   * no division.
   */
  private static Operand<?> product(VjpCall c) {
    Emitter tf = c.tf();
    Operand<?> shape = tf.shape(c.x(0));
    Operand<?> rank = tf.apply("Rank", c.x(0));
    Operand<?> given = tf.reshape(tf.cast(c.x(1), DataType.DT_INT32), tf.ints(-1));
    Operand<?> reduced = tf.apply("FloorMod", given, rank);
    Operand<?> all = tf.apply("Range", tf.intScalar(0), rank, tf.intScalar(1));
    Operation others = tf.op("ListDiff").in(all).in(reduced).build();
    Operand<?> order = tf.concat(0, reduced, others.output(0));
    Operand<?> permuted = tf.transpose(c.x(0), order);
    Operand<?> count =
        tf.op("Prod")
            .in(tf.apply("GatherV2", shape, reduced, tf.intScalar(0)))
            .in(tf.ints(0))
            .attr("keep_dims", false)
            .one();
    Operand<?> sizes = tf.op("Pack").list(List.of(count, tf.intScalar(-1))).attr("axis", 0L).one();
    Operand<?> rows = tf.reshape(permuted, sizes);
    Operand<?> before = runningOthers(tf, rows, false);
    Operand<?> after = runningOthers(tf, rows, true);
    Operand<?> rest = tf.reshape(tf.mul(before, after), tf.shape(permuted));
    Operand<?> back = tf.transpose(rest, tf.apply("InvertPermutation", order));
    return tf.reshape(tf.mul(kept(c, c.dy()), back), shape);
  }

  private static Operand<?> runningOthers(Emitter tf, Operand<?> rows, boolean reverse) {
    return tf.op("Cumprod")
        .in(rows)
        .in(tf.intScalar(0))
        .attr("exclusive", true)
        .attr("reverse", reverse)
        .one();
  }

  private static Operand<?> runningSum(VjpCall c, Operand<?> of, boolean asForward) {
    boolean reverse = c.node().flag("reverse");
    return c.tf()
        .op("Cumsum")
        .in(of)
        .in(c.x(1))
        .copy(c.node(), "exclusive")
        .attr("reverse", asForward == reverse)
        .one();
  }

  /** dx = Σ y·dy from here on, divided by x; 0 where x is 0, as in TensorFlow. */
  private static Operand<?> runningProduct(VjpCall c) {
    Operand<?> total = runningSum(c, c.tf().mul(c.y(), c.dy()), false);
    return c.tf().apply("DivNoNan", total, c.x(0));
  }
}
