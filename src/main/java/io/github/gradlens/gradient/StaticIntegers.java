package io.github.gradlens.gradient;

import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Reads axes, permutations and sizes that a graph holds as constants. */
final class StaticIntegers {
  private static final int MOST = 1024;

  private StaticIntegers() {}

  /** The values of a constant int32 or int64 tensor in row-major order, or null. */
  static long @Nullable [] of(Network network, String tensor) {
    Node node = network.node(Node.nodeName(tensor));
    while (node != null && node.op().equals("Identity")) {
      node = network.node(Node.nodeName(node.inputs().get(0)));
    }
    return node == null ? null : of(node.def());
  }

  private static long @Nullable [] of(NodeDef def) {
    AttrValue value = def.getAttrMap().get("value");
    if (!def.getOp().equals("Const") || value == null) {
      return null;
    }
    TensorProto tensor = value.getTensor();
    long count = 1;
    for (TensorShapeProto.Dim dim : tensor.getTensorShape().getDimList()) {
      count *= dim.getSize();
    }
    boolean wide = tensor.getDtype() == DataType.DT_INT64;
    if (count > MOST || (!wide && tensor.getDtype() != DataType.DT_INT32)) {
      return null;
    }
    long[] values = new long[(int) count];
    if (!tensor.getTensorContent().isEmpty()) {
      ByteBuffer bytes =
          tensor.getTensorContent().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < values.length; i++) {
        values[i] = wide ? bytes.getLong() : bytes.getInt();
      }
      return values;
    }
    List<? extends Number> listed = wide ? tensor.getInt64ValList() : tensor.getIntValList();
    for (int i = 0; i < values.length; i++) {
      // a shorter list repeats its last value
      values[i] = listed.isEmpty() ? 0 : listed.get(Math.min(i, listed.size() - 1)).longValue();
    }
    return values;
  }
}
