package io.github.gradlens.graph;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.Scope;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.OpDef;

/**
 * Adds ops to a graph by TensorFlow's own names. The typed {@link Ops} need a Java class for every
 * element type and a method for every op; rules and VJPs work on whatever type a model has and
 * replay ops that are known only by name.
 */
public final class Emitter {
  private final Ops ops;
  private final @Nullable Tally tally;

  public Emitter(Ops ops) {
    this(ops, null);
  }

  private Emitter(Ops ops, @Nullable Tally tally) {
    this.ops = ops;
    this.tally = tally;
  }

  /** The same graph, whose loops from now on count their rounds. */
  public Emitter counting(Tally rounds) {
    return new Emitter(ops, rounds);
  }

  /** Where its loops count their rounds; null where they do not. */
  @Nullable Tally tally() {
    return tally;
  }

  public Ops ops() {
    return ops;
  }

  /** The same graph under a further name scope. */
  public Emitter scoped(String name) {
    return new Emitter(ops.withSubScope(name.replaceAll("[^A-Za-z0-9_.\\-]", "_")), tally);
  }

  /** Starts an op; inputs are added in the order of its definition. */
  public Building op(String type) {
    return new Building(type);
  }

  /** An op with single inputs, one output and no attribute that TensorFlow cannot infer. */
  public Operand<?> apply(String type, Operand<?>... inputs) {
    Building building = op(type);
    for (Operand<?> input : inputs) {
      building.in(input);
    }
    return building.one();
  }

  /** Emits a node again with other inputs. */
  public Operation replay(Node node, List<Operand<?>> inputs, List<Operation> controls) {
    Building building = op(node.op()).attributesOf(node);
    OpDef def = OpDefs.registered().find(node.op());
    if (def == null) {
      inputs.forEach(building::in);
    } else {
      int next = 0;
      for (OpDef.ArgDef arg : def.getInputArgList()) {
        int width = OpDefs.width(arg, node.def());
        List<Operand<?>> part = inputs.subList(next, next + width);
        next += width;
        if (OpDefs.isList(arg)) {
          building.list(part);
        } else {
          building.in(part.get(0));
        }
      }
    }
    controls.forEach(building::after);
    return building.build();
  }

  public Operand<?> ints(int... values) {
    return ops.constant(values);
  }

  public Operand<?> intScalar(int value) {
    return ops.constant(value);
  }

  public Operand<?> longs(long... values) {
    return ops.constant(values);
  }

  /** A scalar of the type of {@code like}. */
  public Operand<?> scalar(double value, Operand<?> like) {
    return scalarOf(value, type(like));
  }

  public Operand<?> scalarOf(double value, DataType type) {
    return switch (type) {
      case DT_FLOAT -> ops.constant((float) value);
      case DT_DOUBLE -> ops.constant(value);
      case DT_INT32 -> ops.constant((int) value);
      case DT_INT64 -> ops.constant((long) value);
      default -> cast(ops.constant((float) value), type);
    };
  }

  public Operand<?> add(Operand<?> a, Operand<?> b) {
    return apply("AddV2", a, b);
  }

  public Operand<?> sub(Operand<?> a, Operand<?> b) {
    return apply("Sub", a, b);
  }

  public Operand<?> mul(Operand<?> a, Operand<?> b) {
    return apply("Mul", a, b);
  }

  public Operand<?> div(Operand<?> a, Operand<?> b) {
    return apply("RealDiv", a, b);
  }

  public Operand<?> neg(Operand<?> a) {
    return apply("Neg", a);
  }

  public Operand<?> select(Operand<?> condition, Operand<?> a, Operand<?> b) {
    return apply("SelectV2", condition, a, b);
  }

  public Operand<?> zerosLike(Operand<?> a) {
    return apply("ZerosLike", a);
  }

  /** The shape as int32: a constant where it is known, so that what it feeds can be folded. */
  public Operand<?> shape(Operand<?> a) {
    Shape known = shapeOf(a);
    if (!known.isUnknown() && !known.hasUnknownDimension()) {
      int[] sizes = new int[known.numDimensions()];
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = Math.toIntExact(known.get(i));
      }
      return ints(sizes);
    }
    return op("Shape").in(a).attr("out_type", DataType.DT_INT32).one();
  }

  /** The size of an axis as an int32 scalar; a constant where it is known. */
  public Operand<?> size(Operand<?> a, int axis) {
    long known = dimension(a, axis);
    return known >= 0
        ? intScalar((int) known)
        : apply("GatherV2", shape(a), intScalar(axis < 0 ? rank(a) + axis : axis), intScalar(0));
  }

  public Operand<?> reshape(Operand<?> a, Operand<?> shape) {
    return apply("Reshape", a, shape);
  }

  public Operand<?> transpose(Operand<?> a, Operand<?> permutation) {
    return apply("Transpose", a, permutation);
  }

  public Operand<?> sum(Operand<?> a, Operand<?> axes, boolean keep) {
    return op("Sum").in(a).in(axes).attr("keep_dims", keep).one();
  }

  public Operand<?> cast(Operand<?> a, DataType type) {
    return type(a) == type ? a : op("Cast").in(a).attr("DstT", type).one();
  }

  public Operand<?> concat(int axis, Operand<?>... parts) {
    return parts.length == 1
        ? parts[0]
        : op("ConcatV2").list(List.of(parts)).in(intScalar(axis)).one();
  }

  /** The sum of one or more tensors of equal shape. */
  public Operand<?> addAll(List<Operand<?>> parts) {
    return parts.size() == 1 ? parts.get(0) : op("AddN").list(parts).one();
  }

  /** {@code a[from:to]} on the first axis; both ends are int32 scalars. */
  public Operand<?> rows(Operand<?> a, Operand<?> from, Operand<?> to) {
    return op("StridedSlice")
        .in(a)
        .in(reshape(from, ints(1)))
        .in(reshape(to, ints(1)))
        .in(ints(1))
        .one();
  }

  public static DataType type(Operand<?> operand) {
    return operand.asOutput().dataType();
  }

  /** Whether a tensor holds real numbers of floating point. */
  public static boolean isReal(Operand<?> operand) {
    return isReal(type(operand));
  }

  /** Whether a type is of real numbers of floating point. */
  public static boolean isReal(DataType type) {
    return switch (type) {
      case DT_FLOAT, DT_DOUBLE, DT_HALF, DT_BFLOAT16 -> true;
      default -> false;
    };
  }

  public static Shape shapeOf(Operand<?> operand) {
    return operand.asOutput().shape();
  }

  /** An op under construction. */
  public final class Building {
    private final OperationBuilder builder;

    private Building(String type) {
      Scope scope = ops.scope();
      builder = scope.env().opBuilder(type, scope.makeOpName(type), scope);
    }

    public Building in(Operand<?> input) {
      builder.addInput(input.asOutput());
      return this;
    }

    public Building list(List<? extends Operand<?>> inputs) {
      builder.addInputList(inputs.stream().map(Operand::asOutput).toArray(Output<?>[]::new));
      return this;
    }

    public Building after(Operation control) {
      builder.addControlInput(control);
      return this;
    }

    public Building attr(String name, String value) {
      builder.setAttr(name, value);
      return this;
    }

    public Building attr(String name, long value) {
      builder.setAttr(name, value);
      return this;
    }

    public Building attr(String name, long... values) {
      builder.setAttr(name, values);
      return this;
    }

    public Building attr(String name, float value) {
      builder.setAttr(name, value);
      return this;
    }

    public Building attr(String name, boolean value) {
      builder.setAttr(name, value);
      return this;
    }

    public Building attr(String name, DataType value) {
      builder.setAttr(name, value);
      return this;
    }

    public Building attr(String name, Shape value) {
      builder.setAttr(name, value);
      return this;
    }

    public Building attr(String name, AttrValue value) {
      builder.setAttr(name, value);
      return this;
    }

    /** Copies these attributes where the node has them. */
    public Building copy(Node node, String... names) {
      for (String name : names) {
        AttrValue value = node.attr(name);
        if (value != null) {
          builder.setAttr(name, value);
        }
      }
      return this;
    }

    Building attributesOf(Node node) {
      for (Map.Entry<String, AttrValue> entry : node.def().getAttrMap().entrySet()) {
        if (!entry.getKey().startsWith("_")) {
          builder.setAttr(entry.getKey(), entry.getValue());
        }
      }
      return this;
    }

    public Operation build() {
      return builder.build();
    }

    public Operand<?> one() {
      return build().output(0);
    }

    public Operand<?> output(int index) {
      return build().output(index);
    }
  }

  /** The static size of an axis, or −1. */
  public static long dimension(Operand<?> operand, int axis) {
    Shape shape = shapeOf(operand);
    if (shape.isUnknown()) {
      return -1;
    }
    int index = axis < 0 ? shape.numDimensions() + axis : axis;
    return shape.get(index);
  }

  /** The static value of the rank, or −1. */
  public static int rank(@Nullable Operand<?> operand) {
    return operand == null || shapeOf(operand).isUnknown() ? -1 : shapeOf(operand).numDimensions();
  }
}
