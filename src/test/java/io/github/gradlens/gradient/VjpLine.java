package io.github.gradlens.gradient;

import com.google.protobuf.ByteString;
import io.github.gradlens.graph.OpDefs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * One line of the VJP table: an op, its inputs, its attributes. A complex input is a real one with
 * a last axis of two, made complex in the graph; a complex output is taken apart likewise.
 */
record VjpLine(
    String op, List<Value> values, Map<String, AttrValue> attrs, int output, boolean complexOut) {

  /** An input: random and moving where {@code fixed} is null. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Value(
      DataType type,
      long[] shape,
      double @Nullable [] fixed,
      double low,
      double high,
      boolean batch,
      boolean complex) {
    Value still() {
      double[] drawn = new double[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = low + (high - low) * ((i * 0.618034 + 0.37) % 1);
      }
      return new Value(type, shape, drawn, low, high, false, complex);
    }

    long[] fedShape() {
      long[] out = Arrays.copyOf(shape, shape.length + (complex ? 1 : 0));
      if (complex) {
        out[shape.length] = 2;
      }
      return out;
    }
  }

  static VjpLine vjp(String op, Value... values) {
    return new VjpLine(op, List.of(values), Map.of(), 0, false);
  }

  /** Moves, with a batch first. */
  static Value f(long... shape) {
    return new Value(DataType.DT_DOUBLE, shape, null, -2, 2, true, false);
  }

  /** Moves, without a batch. */
  static Value w(long... shape) {
    return new Value(DataType.DT_DOUBLE, shape, null, -2, 2, false, false);
  }

  static Value f32(long... shape) {
    return new Value(DataType.DT_FLOAT, shape, null, -1, 1, true, false);
  }

  /** Moves within bounds. */
  static Value within(double low, double high, long... shape) {
    return new Value(DataType.DT_DOUBLE, shape, null, low, high, true, false);
  }

  static Value z(long... shape) {
    return new Value(DataType.DT_DOUBLE, shape, null, -2, 2, true, true);
  }

  static Value ints(long... values) {
    return shaped(new long[] {values.length}, values);
  }

  static Value shaped(long[] shape, long... values) {
    double[] fixed = Arrays.stream(values).asDoubleStream().toArray();
    return new Value(DataType.DT_INT32, shape, fixed, 0, 0, false, false);
  }

  static Value i(long value) {
    return shaped(new long[0], value);
  }

  static Value bools(long[] shape, long... values) {
    double[] fixed = Arrays.stream(values).asDoubleStream().toArray();
    return new Value(DataType.DT_BOOL, shape, fixed, 0, 0, false, false);
  }

  static Value real(double value) {
    return new Value(DataType.DT_DOUBLE, new long[0], new double[] {value}, 0, 0, false, false);
  }

  VjpLine attr(String name, Object... given) {
    OpDef def = OpDefs.registered().find(op);
    String kind =
        def == null
            ? ""
            : def.getAttrList().stream()
                .filter(a -> a.getName().equals(name))
                .map(OpDef.AttrDef::getType)
                .findFirst()
                .orElseThrow();
    AttrValue.Builder value = AttrValue.newBuilder();
    AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
    switch (kind) {
      case "int" -> value.setI((Integer) given[0]);
      case "float" -> value.setF(((Double) given[0]).floatValue());
      case "bool" -> value.setB((Boolean) given[0]);
      case "string" -> value.setS(ByteString.copyFromUtf8((String) given[0]));
      case "type" -> value.setType((DataType) given[0]);
      case "list(int)" -> value.setList(list.addAllI(longs(given)));
      case "list(type)" ->
          value.setList(list.addAllType(Arrays.stream(given).map(DataType.class::cast).toList()));
      case "shape" ->
          value.setShape(
              TensorShapeProto.newBuilder()
                  .addAllDim(
                      longs(given).stream()
                          .map(d -> TensorShapeProto.Dim.newBuilder().setSize(d).build())
                          .toList()));
      default -> throw new IllegalArgumentException(op + " " + name + " " + kind);
    }
    Map<String, AttrValue> all = new LinkedHashMap<>(attrs);
    all.put(name, value.build());
    return new VjpLine(op, values, all, output, complexOut);
  }

  private static List<Long> longs(Object... given) {
    return Arrays.stream(given).map(n -> ((Integer) n).longValue()).toList();
  }

  /** Takes the signal at another output than the first. */
  VjpLine at(int index) {
    return new VjpLine(op, values, attrs, index, complexOut);
  }

  VjpLine complex() {
    return new VjpLine(op, values, attrs, output, true);
  }

  boolean isFloat() {
    return values.stream().anyMatch(v -> v.type() == DataType.DT_FLOAT);
  }

  String score() {
    return complexOut ? "out:0" : "op:" + output;
  }

  GraphDef graph() {
    GraphDef.Builder graph = GraphDef.newBuilder();
    NodeDef.Builder node = NodeDef.newBuilder().setName("op").setOp(op).putAllAttr(attrs);
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Value value = values.get(i);
      graph.addNode(source(i, value));
      node.addInput(value.complex() ? "z" + i : "x" + i);
      types.add(value.complex() ? DataType.DT_COMPLEX128 : value.type());
      if (value.complex()) {
        graph.addNode(
            node("parts" + i, "Unpack", "x" + i)
                .putAttr("num", AttrValue.newBuilder().setI(2).build())
                .putAttr("axis", AttrValue.newBuilder().setI(-1).build())
                .putAttr("T", type(DataType.DT_DOUBLE)));
        graph.addNode(
            node("z" + i, "Complex", "parts" + i, "parts" + i + ":1")
                .putAttr("T", type(DataType.DT_DOUBLE))
                .putAttr("Tout", type(DataType.DT_COMPLEX128)));
      }
    }
    inferTypes(node, types);
    graph.addNode(node);
    if (complexOut) {
      for (String part : List.of("Real", "Imag")) {
        graph.addNode(
            node(part, part, "op")
                .putAttr("T", type(DataType.DT_COMPLEX128))
                .putAttr("Tout", type(DataType.DT_DOUBLE)));
      }
      graph.addNode(
          node("out", "Pack", "Real", "Imag")
              .putAttr("N", AttrValue.newBuilder().setI(2).build())
              .putAttr("axis", AttrValue.newBuilder().setI(-1).build())
              .putAttr("T", type(DataType.DT_DOUBLE)));
    }
    return graph.build();
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  private static NodeDef.Builder node(String name, String op, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(List.of(inputs));
  }

  private static NodeDef source(int index, Value value) {
    NodeDef.Builder node = node("x" + index, value.fixed() == null ? "Placeholder" : "Const");
    node.putAttr("dtype", type(value.type()));
    double[] fixed = value.fixed();
    if (fixed != null) {
      TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
      for (long size : value.shape()) {
        shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
      }
      TensorProto tensor =
          TensorProto.newBuilder()
              .setDtype(value.type())
              .setTensorShape(shape)
              .setTensorContent(ByteString.copyFrom(bytes(value.type(), fixed)))
              .build();
      node.putAttr("value", AttrValue.newBuilder().setTensor(tensor).build());
    }
    return node.build();
  }

  static byte[] bytes(DataType type, double[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      switch (type) {
        case DT_DOUBLE -> buffer.putDouble(value);
        case DT_FLOAT -> buffer.putFloat((float) value);
        case DT_INT32 -> buffer.putInt((int) value);
        case DT_BOOL -> buffer.put((byte) value);
        default -> throw new IllegalArgumentException(type.toString());
      }
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** The type attributes that the line leaves to be found from its inputs. */
  private void inferTypes(NodeDef.Builder node, List<DataType> types) {
    OpDef def = OpDefs.registered().find(op);
    if (def == null) {
      return;
    }
    int next = 0;
    for (OpDef.ArgDef arg : def.getInputArgList()) {
      if (!arg.getTypeAttr().isEmpty() && !node.containsAttr(arg.getTypeAttr())) {
        node.putAttr(arg.getTypeAttr(), type(types.get(next)));
      }
      int width = 1;
      if (!arg.getNumberAttr().isEmpty()) {
        width = (int) node.getAttrOrThrow(arg.getNumberAttr()).getI();
      } else if (!arg.getTypeListAttr().isEmpty()) {
        width = node.getAttrOrThrow(arg.getTypeListAttr()).getList().getTypeCount();
      }
      next += width;
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(op);
    values.forEach(v -> text.append(' ').append(Arrays.toString(v.shape()).replace(" ", "")));
    attrs.forEach(
        (name, a) ->
            text.append(' ').append(name).append('=').append(a.toString().replaceAll("\\s+", "")));
    return text.toString();
  }
}
