package io.github.gradlens.rewrite;

import java.util.Arrays;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Makes the few kinds of node that passes add. */
final class NodeBuilder {
  private NodeBuilder() {}

  /** An op of one element type. */
  static NodeDef op(String op, String name, DataType type, String... inputs) {
    return NodeDef.newBuilder()
        .setOp(op)
        .setName(name)
        .addAllInput(Arrays.asList(inputs))
        .putAttr("T", AttrValue.newBuilder().setType(type).build())
        .build();
  }

  /** {@code Reshape(tensor, shape)}; the shape is the name of an int32 constant. */
  static NodeDef reshape(String name, DataType type, String tensor, String shape) {
    return op("Reshape", name, type, tensor, shape).toBuilder()
        .putAttr("Tshape", AttrValue.newBuilder().setType(DataType.DT_INT32).build())
        .build();
  }

  static NodeDef ints(String name, int... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_INT32)
            .setTensorShape(
                TensorShapeProto.newBuilder()
                    .addDim(TensorShapeProto.Dim.newBuilder().setSize(values.length)));
    for (int value : values) {
      tensor.addIntVal(value);
    }
    return constant(name, DataType.DT_INT32, tensor);
  }

  /** A float scalar. */
  static NodeDef scalar(String name, float value) {
    return constant(
        name,
        DataType.DT_FLOAT,
        TensorProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .setTensorShape(TensorShapeProto.getDefaultInstance())
            .addFloatVal(value));
  }

  private static NodeDef constant(String name, DataType type, TensorProto.Builder tensor) {
    return NodeDef.newBuilder()
        .setOp("Const")
        .setName(name)
        .putAttr("dtype", AttrValue.newBuilder().setType(type).build())
        .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build())
        .build();
  }
}
