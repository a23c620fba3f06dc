package io.github.gradlens.gradient;

import static io.github.gradlens.gradient.VjpRow.towards;
import static io.github.gradlens.gradient.VjpRow.unary;
import static io.github.gradlens.gradient.VjpRow.vjp;

import io.github.gradlens.graph.Emitter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/** VJPs of slices, gathers and scatters: what was read is written back, added where read twice. */
final class Indexing {
  static final List<VjpRow> ROWS =
      List.of(
          unary("Slice", Indexing::slice),
          unary("StridedSlice", Indexing::stridedSlice),
          unary("Gather", c -> gather(c, c.tf().intScalar(0), 0)),
          unary("GatherV2", Indexing::gatherV2),
          unary(
              "GatherNd",
              c -> {
                Operand<?> shape = c.tf().cast(c.tf().shape(c.x(0)), Emitter.type(c.x(1)));
                return c.tf().apply("ScatterNd", c.x(1), c.dy(), shape);
              }),
          vjp("ScatterNd", c -> towards(c, 1, c.tf().apply("GatherNd", c.dy(), c.x(0)))),
          vjp("TensorScatterUpdate", Indexing::scatterUpdate),
          unary("TopKV2", Indexing::topK),
          unary("UnsortedSegmentSum", Indexing::unsortedSegmentSum),
          unary("SegmentSum", c -> rows(c, c.dy())),
          unary("SegmentMean", Indexing::segmentMean));

  private Indexing() {}

  /** dy padded to where it was cut from. */
  private static Operand<?> slice(VjpCall c) {
    Operand<?> before = c.tf().cast(c.x(1), DataType.DT_INT32);
    Operand<?> rest = c.tf().sub(c.tf().shape(c.x(0)), c.tf().shape(c.dy()));
    Operand<?> after = c.tf().sub(rest, before);
    Operand<?> paddings = c.tf().op("Pack").list(List.of(before, after)).attr("axis", 1L).one();
    return c.tf().apply("Pad", c.dy(), paddings);
  }

  private static Operand<?> stridedSlice(VjpCall c) {
    return c.tf()
        .op("StridedSliceGrad")
        .in(c.tf().cast(c.tf().shape(c.x(0)), Emitter.type(c.x(1))))
        .in(c.x(1))
        .in(c.x(2))
        .in(c.x(3))
        .in(c.dy())
        .copy(
            c.node(),
            "begin_mask",
            "end_mask",
            "ellipsis_mask",
            "new_axis_mask",
            "shrink_axis_mask")
        .one();
  }

  private static Operand<?> gatherV2(VjpCall c) {
    Operand<?> axis = c.tf().cast(c.x(2), DataType.DT_INT32);
    Operand<?> forward = c.tf().apply("FloorMod", axis, c.tf().apply("Rank", c.x(0)));
    int batch = (int) c.node().number("batch_dims", 0);
    return gather(c, forward, batch);
  }

  /**
   * With x of shape (B, P, n, Q), indices of (B, I) and y of (B, P, I, Q), each group of axes
   * flattened: dx[b, p, j, q] = Σ dy[b, p, i, q] over the i with index j.
   */
  private static Operand<?> gather(VjpCall c, Operand<?> axis, int batchDims) {
    Emitter tf = c.tf();
    Operand<?> shape = tf.shape(c.x(0));
    Operand<?> indices = tf.cast(c.x(1), DataType.DT_INT32);
    int batchAxes = batchDims < 0 ? batchDims + Emitter.rank(c.x(1)) : batchDims;
    Operand<?> batchEnd = tf.intScalar(batchAxes);
    Operand<?> one = tf.intScalar(1);
    Operand<?> b = size(tf, tf.rows(shape, tf.intScalar(0), batchEnd));
    Operand<?> p = size(tf, tf.rows(shape, batchEnd, axis));
    Operand<?> n = size(tf, tf.rows(shape, axis, tf.add(axis, one)));
    Operand<?> q = size(tf, tf.rows(shape, tf.add(axis, one), tf.apply("Rank", c.x(0))));
    Operand<?> minus = tf.intScalar(-1);
    Operand<?> rows = tf.reshape(indices, vector(tf, b, minus));
    // an index counts within its batch entry; entry k's rows start at k·n
    Operand<?> starts = tf.mul(tf.apply("Range", tf.intScalar(0), b, one), n);
    Operand<?> flat = tf.reshape(tf.add(rows, tf.reshape(starts, vector(tf, b, one))), tf.ints(-1));
    Operand<?> count = tf.apply("FloorDiv", tf.apply("Size", indices), tf.apply("Maximum", b, one));
    Operand<?> parts = tf.reshape(c.dy(), vector(tf, b, p, count, q));
    Operand<?> swapped = tf.transpose(parts, tf.ints(0, 2, 1, 3));
    Operand<?> data = tf.reshape(swapped, vector(tf, tf.mul(b, count), p, q));
    Operand<?> summed = tf.apply("UnsortedSegmentSum", data, flat, tf.mul(b, n));
    Operand<?> back = tf.transpose(tf.reshape(summed, vector(tf, b, n, p, q)), tf.ints(0, 2, 1, 3));
    return tf.reshape(back, shape);
  }

  private static Operand<?> size(Emitter tf, Operand<?> sizes) {
    return tf.op("Prod").in(sizes).in(tf.ints(0)).attr("keep_dims", false).one();
  }

  private static Operand<?> vector(Emitter tf, Operand<?>... scalars) {
    return tf.op("Pack").list(List.of(scalars)).attr("axis", 0L).one();
  }

  private static @Nullable Operand<?>[] scatterUpdate(VjpCall c) {
    @Nullable Operand<?>[] out = c.none();
    if (c.wants(0)) {
      out[0] = c.tf().apply("TensorScatterUpdate", c.dy(), c.x(1), c.tf().zerosLike(c.x(2)));
    }
    if (c.wants(2)) {
      out[2] = c.tf().apply("GatherNd", c.dy(), c.x(1));
    }
    return out;
  }

  /** Each value's signal goes to the place that it came from. */
  private static Operand<?> topK(VjpCall c) {
    Emitter tf = c.tf();
    Operand<?> shape = tf.shape(c.x(0));
    Operand<?> rank = tf.apply("Rank", c.x(0));
    Operand<?> one = tf.intScalar(1);
    Operand<?> n = tf.reshape(tf.rows(shape, tf.sub(rank, one), rank), tf.ints());
    Operand<?> count = size(tf, tf.rows(shape, tf.intScalar(0), tf.sub(rank, one)));
    Operand<?> places = tf.cast(c.y(1), DataType.DT_INT32);
    Operand<?> rows = tf.reshape(places, vector(tf, count, tf.intScalar(-1)));
    Operand<?> starts = tf.mul(tf.apply("Range", tf.intScalar(0), count, one), n);
    Operand<?> flat =
        tf.reshape(tf.add(rows, tf.reshape(starts, vector(tf, count, one))), tf.ints(-1));
    Operand<?> data = tf.reshape(c.dy(), tf.ints(-1));
    return tf.reshape(tf.apply("UnsortedSegmentSum", data, flat, tf.mul(count, n)), shape);
  }

  /** A negative segment was dropped: its elements get 0. */
  private static Operand<?> unsortedSegmentSum(VjpCall c) {
    Emitter tf = c.tf();
    Operand<?> ids = c.x(1);
    Operand<?> zero = tf.scalar(0, ids);
    Operand<?> gathered = rows(c, c.dy(), tf.apply("Maximum", ids, zero));
    Operand<?> kept = tf.cast(tf.apply("GreaterEqual", ids, zero), c.type());
    Operand<?> extra = tf.sub(tf.apply("Rank", c.x(0)), tf.apply("Rank", ids));
    Operand<?> ones = tf.apply("Fill", tf.reshape(extra, tf.ints(1)), tf.intScalar(1));
    Operand<?> shape = tf.concat(0, tf.shape(ids), ones);
    return tf.mul(gathered, tf.reshape(kept, shape));
  }

  private static Operand<?> rows(VjpCall c, Operand<?> from) {
    return rows(c, from, c.x(1));
  }

  private static Operand<?> rows(VjpCall c, Operand<?> from, Operand<?> ids) {
    return c.tf().apply("GatherV2", from, ids, c.tf().intScalar(0));
  }

  private static Operand<?> segmentMean(VjpCall c) {
    Emitter tf = c.tf();
    Operand<?> ones = tf.apply("OnesLike", c.x(0));
    Operand<?> counts = tf.apply("SegmentSum", ones, c.x(1));
    return rows(c, tf.apply("DivNoNan", c.dy(), counts));
  }
}
