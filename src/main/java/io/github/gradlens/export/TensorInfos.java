package io.github.gradlens.export;

import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** Tensors of a graph as a signature names them. */
public final class TensorInfos {
  private TensorInfos() {}

  /** A tensor's name, type and shape; −1 where an axis is dynamic. */
  public static TensorInfo of(Operand<?> tensor) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    Shape known = Emitter.shapeOf(tensor);
    if (known.isUnknown()) {
      shape.setUnknownRank(true);
    } else {
      for (int axis = 0; axis < known.numDimensions(); axis++) {
        shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(known.get(axis)));
      }
    }
    return TensorInfo.newBuilder()
        .setName(tensor.asOutput().op().name() + ":" + tensor.asOutput().index())
        .setDtype(Emitter.type(tensor))
        .setTensorShape(shape)
        .build();
  }
}
