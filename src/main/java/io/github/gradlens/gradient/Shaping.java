package io.github.gradlens.gradient;

import static io.github.gradlens.gradient.VjpRow.towards;
import static io.github.gradlens.gradient.VjpRow.unary;
import static io.github.gradlens.gradient.VjpRow.vjp;

import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.proto.DataType;

/** VJPs of ops that move, copy or convert elements: the transpose moves them back and adds up. */
final class Shaping {
  static final List<VjpRow> ROWS =
      List.of(
          unary("Identity", VjpCall::dy),
          vjp("IdentityN", Shaping::eachToItsOwn),
          unary("Snapshot", VjpCall::dy),
          unary("PreventGradient", VjpCall::dy),
          unary("CheckNumerics", VjpCall::dy),
          unary("CheckNumericsV2", VjpCall::dy),
          unary("PlaceholderWithDefault", VjpCall::dy),
          unary("EnsureShape", VjpCall::dy),
          unary("Cast", Shaping::cast),
          unary("Reshape", Shaping::toInputShape),
          unary("Squeeze", Shaping::toInputShape),
          unary("ExpandDims", Shaping::toInputShape),
          unary("Transpose", Shaping::transpose),
          unary("Pad", Shaping::inside),
          vjp("PadV2", Shaping::padV2),
          unary(
              "MirrorPad",
              c -> c.tf().op("MirrorPadGrad").in(c.dy()).in(c.x(1)).copy(c.node(), "mode").one()),
          vjp("ConcatV2", c -> concat(c, 0, c.inputCount() - 1)),
          vjp("Concat", c -> concat(c, 1, 0)),
          vjp("Pack", Shaping::pack),
          unary("Unpack", c -> c.tf().op("Pack").list(dys(c)).copy(c.node(), "axis").one()),
          vjp("Split", c -> towards(c, 1, join(c, c.x(0)))),
          unary("SplitV", c -> join(c, c.x(2))),
          unary("Tile", Shaping::tile),
          unary("BroadcastTo", c -> Broadcast.undo(c.tf(), c.dy(), c.x(0))),
          vjp("Fill", c -> towards(c, 1, total(c.tf(), c.dy()))),
          unary("SpaceToBatchND", c -> c.tf().apply("BatchToSpaceND", c.dy(), c.x(1), c.x(2))),
          unary("BatchToSpaceND", c -> c.tf().apply("SpaceToBatchND", c.dy(), c.x(1), c.x(2))),
          unary("SpaceToDepth", c -> blocks(c, "DepthToSpace")),
          unary("DepthToSpace", c -> blocks(c, "SpaceToDepth")),
          unary("ReverseV2", c -> c.tf().apply("ReverseV2", c.dy(), c.x(1))),
          unary("ReverseSequence", Shaping::reverseSequence),
          unary("Roll", c -> c.tf().apply("Roll", c.dy(), c.tf().neg(c.x(1)), c.x(2))),
          unary("MatrixDiag", c -> c.tf().apply("MatrixDiagPart", c.dy())),
          unary("MatrixBandPart", c -> c.tf().apply("MatrixBandPart", c.dy(), c.x(1), c.x(2))));

  private Shaping() {}

  private static @Nullable Operand<?>[] eachToItsOwn(VjpCall c) {
    @Nullable Operand<?>[] out = c.none();
    for (int i = 0; i < out.length; i++) {
      boolean real = carries(Emitter.type(c.x(i)));
      // zeros where the score reads another output: Keras 2 hides an activation with its input so
      out[i] = c.wants(i) && (c.flows(i) || real) ? c.dy(i) : null;
    }
    return out;
  }

  /** Integers and booleans carry no signal. */
  private static @Nullable Operand<?> cast(VjpCall c) {
    return carries(Emitter.type(c.x(0))) && carries(Emitter.type(c.y()))
        ? c.tf().cast(c.dy(), c.type())
        : null;
  }

  private static boolean carries(DataType type) {
    return switch (type) {
      case DT_FLOAT, DT_DOUBLE, DT_HALF, DT_BFLOAT16, DT_COMPLEX64, DT_COMPLEX128 -> true;
      default -> false;
    };
  }

  private static Operand<?> toInputShape(VjpCall c) {
    return c.tf().reshape(c.dy(), c.tf().shape(c.x(0)));
  }

  private static Operand<?> transpose(VjpCall c) {
    long[] order = c.known(1);
    if (order == null) {
      return c.tf().transpose(c.dy(), c.tf().apply("InvertPermutation", c.x(1)));
    }
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[Math.floorMod((int) order[i], order.length)] = i;
    }
    return c.tf().transpose(c.dy(), c.tf().ints(inverse));
  }

  /** The part of dy that padding did not add. */
  private static Operand<?> inside(VjpCall c) {
    Operand<?> rank = c.tf().reshape(c.tf().apply("Rank", c.x(0)), c.tf().ints(1));
    Operand<?> size = c.tf().concat(0, rank, c.tf().ints(1));
    Operand<?> column = c.tf().apply("Slice", c.x(1), c.tf().ints(0, 0), size);
    Operand<?> before = c.tf().cast(c.tf().reshape(column, c.tf().ints(-1)), DataType.DT_INT32);
    return c.tf().apply("Slice", c.dy(), before, c.tf().shape(c.x(0)));
  }

  private static @Nullable Operand<?>[] padV2(VjpCall c) {
    @Nullable Operand<?>[] out = c.none();
    Operand<?> inside = inside(c);
    if (c.wants(0)) {
      out[0] = inside;
    }
    if (c.wants(2)) {
      out[2] = c.tf().sub(total(c.tf(), c.dy()), total(c.tf(), inside));
    }
    return out;
  }

  /** The sum of all elements, a scalar. */
  private static Operand<?> total(Emitter tf, Operand<?> a) {
    return tf.sum(tf.reshape(a, tf.ints(-1)), tf.ints(0), false);
  }

  /** Cuts dy where the parts met; only the wanted parts are cut out. */
  private static @Nullable Operand<?>[] concat(VjpCall c, int first, int axisInput) {
    int count = c.inputCount() - 1;
    List<Operand<?>> shapes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      shapes.add(c.tf().shape(c.x(first + i)));
    }
    Operand<?> axis = c.tf().cast(c.x(axisInput), DataType.DT_INT32);
    Operand<?> rank = c.tf().apply("Rank", c.dy());
    Operand<?> forward = c.tf().apply("FloorMod", axis, rank);
    Operation offsets = c.tf().op("ConcatOffset").in(forward).list(shapes).build();
    @Nullable Operand<?>[] out = c.none();
    for (int i = 0; i < count; i++) {
      if (c.wants(first + i)) {
        out[first + i] = c.tf().apply("Slice", c.dy(), offsets.output(i), shapes.get(i));
      }
    }
    return out;
  }

  private static @Nullable Operand<?>[] pack(VjpCall c) {
    Operation parts =
        c.tf()
            .op("Unpack")
            .in(c.dy())
            .attr("num", (long) c.inputCount())
            .copy(c.node(), "axis")
            .build();
    @Nullable Operand<?>[] out = c.none();
    for (int i = 0; i < out.length; i++) {
      out[i] = c.wants(i) ? parts.output(i) : null;
    }
    return out;
  }

  private static List<Operand<?>> dys(VjpCall c) {
    List<Operand<?>> all = new ArrayList<>();
    for (int i = 0; i < c.outputCount(); i++) {
      all.add(c.dy(i));
    }
    return all;
  }

  private static Operand<?> join(VjpCall c, Operand<?> axis) {
    return c.outputCount() == 1 ? c.dy() : c.tf().op("ConcatV2").list(dys(c)).in(axis).one();
  }

  /** Splits each axis into (copies, size) and sums over the copies. */
  private static Operand<?> tile(VjpCall c) {
    Operand<?> shape = c.tf().shape(c.x(0));
    Operand<?> copies = c.tf().cast(c.x(1), DataType.DT_INT32);
    Operand<?> pairs = c.tf().op("Pack").list(List.of(copies, shape)).attr("axis", 1L).one();
    Operand<?> split = c.tf().reshape(c.dy(), c.tf().reshape(pairs, c.tf().ints(-1)));
    Operand<?> end = c.tf().mul(c.tf().apply("Rank", c.x(0)), c.tf().intScalar(2));
    Operand<?> axes = c.tf().apply("Range", c.tf().intScalar(0), end, c.tf().intScalar(2));
    return c.tf().reshape(c.tf().sum(split, axes, false), shape);
  }

  private static Operand<?> blocks(VjpCall c, String op) {
    return c.tf().op(op).in(c.dy()).copy(c.node(), "block_size", "data_format").one();
  }

  private static Operand<?> reverseSequence(VjpCall c) {
    Node node = c.node();
    return c.tf()
        .op("ReverseSequence")
        .in(c.dy())
        .in(c.x(1))
        .copy(node, "seq_dim", "batch_dim")
        .one();
  }
}
