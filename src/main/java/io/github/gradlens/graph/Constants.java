package io.github.gradlens.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Reads small tensors that a graph holds as constants: axes, sizes, bounds, factors. */
public final class Constants {
  private static final int MOST = 1024;

  private Constants() {}

  /** The values of a constant int32 or int64 tensor in row-major order, or null. */
  public static long @Nullable [] integers(Network network, String tensor) {
    TensorProto proto = find(network, tensor);
    if (proto == null) {
      return null;
    }
    boolean wide = proto.getDtype() == DataType.DT_INT64;
    if (!wide && proto.getDtype() != DataType.DT_INT32) {
      return null;
    }
    long[] values = new long[(int) count(proto)];
    ByteBuffer bytes = bytes(proto);
    List<? extends Number> listed = wide ? proto.getInt64ValList() : proto.getIntValList();
    for (int i = 0; i < values.length; i++) {
      values[i] =
          !bytes.hasRemaining()
              ? listed(listed, i).longValue()
              : wide ? bytes.getLong() : bytes.getInt();
    }
    return values;
  }

  /** The values of a constant float32 or float64 tensor in row-major order, or null. */
  public static double @Nullable [] reals(Network network, String tensor) {
    TensorProto proto = find(network, tensor);
    if (proto == null) {
      return null;
    }
    boolean wide = proto.getDtype() == DataType.DT_DOUBLE;
    if (!wide && proto.getDtype() != DataType.DT_FLOAT) {
      return null;
    }
    double[] values = new double[(int) count(proto)];
    ByteBuffer bytes = bytes(proto);
    List<? extends Number> listed = wide ? proto.getDoubleValList() : proto.getFloatValList();
    for (int i = 0; i < values.length; i++) {
      values[i] =
          !bytes.hasRemaining()
              ? listed(listed, i).doubleValue()
              : wide ? bytes.getDouble() : bytes.getFloat();
    }
    return values;
  }

  /** The constant behind a tensor, or null where there is none, or a large one. */
  private static @Nullable TensorProto find(Network network, String tensor) {
    Node node = network.node(Node.nodeName(tensor));
    while (node != null && node.op().equals("Identity")) {
      node = network.node(Node.nodeName(node.inputs().get(0)));
    }
    AttrValue value = node == null || !node.op().equals("Const") ? null : node.attr("value");
    return value == null || count(value.getTensor()) > MOST ? null : value.getTensor();
  }

  private static long count(TensorProto proto) {
    long count = 1;
    for (TensorShapeProto.Dim dim : proto.getTensorShape().getDimList()) {
      count *= dim.getSize();
    }
    return count;
  }

  private static ByteBuffer bytes(TensorProto proto) {
    return proto.getTensorContent().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A list that is shorter than its tensor repeats its last value. */
  private static Number listed(List<? extends Number> values, int index) {
    return values.isEmpty() ? 0 : values.get(Math.min(index, values.size() - 1));
  }
}
