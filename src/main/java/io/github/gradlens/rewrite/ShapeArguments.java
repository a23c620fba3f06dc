package io.github.gradlens.rewrite;

import io.github.gradlens.error.ModelException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/** Bounds on constants that say how large a result is; constant folding aborts on larger ones. */
final class ShapeArguments {
  /** Elements of one result: 8 GiB of float32. */
  static final long MAX_ELEMENTS = 1L << 31;

  /** Which input of an op is a shape. */
  private static final Map<String, Integer> SHAPE_INPUT =
      Map.ofEntries(
          Map.entry("Fill", 0),
          Map.entry("BroadcastTo", 1),
          Map.entry("Tile", 1),
          Map.entry("Reshape", 1),
          Map.entry("RandomUniform", 0),
          Map.entry("RandomUniformInt", 0),
          Map.entry("RandomStandardNormal", 0),
          Map.entry("TruncatedNormal", 0),
          Map.entry("StatelessRandomUniform", 0),
          Map.entry("StatelessRandomUniformV2", 0),
          Map.entry("StatelessRandomNormal", 0),
          Map.entry("StatelessRandomNormalV2", 0),
          Map.entry("StatelessTruncatedNormal", 0),
          Map.entry("StatelessTruncatedNormalV2", 0),
          Map.entry("ResizeBilinear", 1),
          Map.entry("ResizeNearestNeighbor", 1),
          Map.entry("ResizeBicubic", 1),
          Map.entry("ResizeArea", 1),
          Map.entry("CropAndResize", 3),
          Map.entry("ImageProjectiveTransformV3", 2));

  private ShapeArguments() {}

  static void check(NodeDef node, Map<String, NodeDef> nodes, String where) {
    Integer input = SHAPE_INPUT.get(node.getOp());
    if (input == null || input >= node.getInputCount()) {
      return;
    }
    TensorProto constant = constant(node.getInput(input), nodes);
    if (constant == null) {
      return;
    }
    long elements = 1;
    List<Long> dims = values(constant);
    for (long dim : dims) {
      elements = TensorBounds.saturated(elements, Math.max(1, dim));
    }
    if (elements > MAX_ELEMENTS) {
      throw new ModelException(
          "node %s (%s) of %s makes a tensor of size %s, more than %,d elements; export a smaller model"
              .formatted(node.getName(), node.getOp(), where, dims, MAX_ELEMENTS));
    }
  }

  private static @Nullable TensorProto constant(String input, Map<String, NodeDef> nodes) {
    NodeDef source = nodes.get(input.split(":", 2)[0]);
    for (int i = 0; source != null && i < 16; i++) {
      if (source.getOp().equals("Const")) {
        return source.getAttrOrDefault("value", AttrValue.getDefaultInstance()).getTensor();
      }
      if (!source.getOp().equals("Identity") || source.getInputCount() == 0) {
        return null;
      }
      source = nodes.get(source.getInput(0).split(":", 2)[0]);
    }
    return null;
  }

  /**
   * The values of an integer vector, the last one repeated as TensorFlow's compressed form means.
   */
  private static List<Long> values(TensorProto tensor) {
    List<Long> values = new ArrayList<>();
    if (!tensor.getTensorContent().isEmpty()) {
      var content = tensor.getTensorContent().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      boolean wide = tensor.getDtype() == DataType.DT_INT64;
      while (content.remaining() >= (wide ? 8 : 4) && values.size() < TensorBounds.MAX_RANK) {
        values.add(wide ? content.getLong() : content.getInt());
      }
      return values;
    }
    tensor.getIntValList().forEach(value -> values.add((long) value));
    values.addAll(tensor.getInt64ValList());
    long length =
        tensor.getTensorShape().getDimCount() == 1
            ? tensor.getTensorShape().getDim(0).getSize()
            : 0;
    while (!values.isEmpty() && values.size() < Math.min(length, TensorBounds.MAX_RANK)) {
      values.add(values.get(values.size() - 1));
    }
    return values;
  }
}
