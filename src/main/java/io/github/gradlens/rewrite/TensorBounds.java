package io.github.gradlens.rewrite;

import io.github.gradlens.error.ModelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.TensorShapeProto.Dim;

/** Bounds on the tensors and shapes that a model spells out; TensorFlow aborts on larger ones. */
final class TensorBounds {
  static final int MAX_RANK = 254;

  /** Bytes of all constants together, with a constant that repeats one value written out. */
  static final long MAX_BYTES = 4L << 30;

  private long bytes;

  void check(NodeDef node, String where) {
    Deque<AttrValue> open = new ArrayDeque<>(node.getAttrMap().values());
    while (!open.isEmpty()) {
      AttrValue value = open.remove();
      open.addAll(value.getFunc().getAttrMap().values());
      value.getList().getFuncList().forEach(called -> open.addAll(called.getAttrMap().values()));
      check(value.getShape(), node, where);
      value.getList().getShapeList().forEach(shape -> check(shape, node, where));
      check(value.getTensor(), node, where);
      value.getList().getTensorList().forEach(tensor -> check(tensor, node, where));
    }
  }

  private void check(TensorProto tensor, NodeDef node, String where) {
    List<Dim> dims = tensor.getTensorShape().getDimList();
    if (dims.stream().anyMatch(dim -> dim.getSize() < 0)) {
      throw new ModelException(
          "node %s of %s holds a tensor of shape %s, with a negative dimension; export the model again"
              .formatted(node.getName(), where, text(dims)));
    }
    long elements = check(tensor.getTensorShape(), node, where);
    long size = saturated(elements, width(tensor.getDtype()));
    bytes = bytes + size < 0 ? Long.MAX_VALUE : bytes + size;
    if (bytes > MAX_BYTES) {
      throw new ModelException(
          "the constants take more than %,d bytes, at node %s of %s with shape %s; keep weights in variables"
              .formatted(MAX_BYTES, node.getName(), where, text(dims)));
    }
  }

  private static long check(TensorShapeProto shape, NodeDef node, String where) {
    List<Dim> dims = shape.getDimList();
    if (dims.size() > MAX_RANK) {
      throw new ModelException(
          "node %s of %s has a shape of rank %d, more than TensorFlow's %d; export the model again"
              .formatted(node.getName(), where, dims.size(), MAX_RANK));
    }
    long elements = 1;
    for (Dim dim : dims) {
      // A 0 does not save TensorFlow from the overflow of what stands before it.
      elements = saturated(elements, Math.max(1, dim.getSize()));
    }
    if (elements == Long.MAX_VALUE) {
      throw new ModelException(
          "node %s of %s has the shape %s, more elements than 63 bits count; export the model again"
              .formatted(node.getName(), where, text(dims)));
    }
    return dims.stream().anyMatch(dim -> dim.getSize() == 0) ? 0 : elements;
  }

  /** a·b for a, b ≥ 0, or the largest long. */
  static long saturated(long a, long b) {
    return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
  }

  private static int width(DataType type) {
    return Map.of(
            DataType.DT_BOOL,
            1,
            DataType.DT_INT8,
            1,
            DataType.DT_UINT8,
            1,
            DataType.DT_HALF,
            2,
            DataType.DT_BFLOAT16,
            2,
            DataType.DT_INT64,
            8,
            DataType.DT_DOUBLE,
            8,
            DataType.DT_COMPLEX64,
            8,
            DataType.DT_COMPLEX128,
            16,
            DataType.DT_STRING,
            24)
        .getOrDefault(type, 4);
  }

  private static String text(List<Dim> dims) {
    return dims.stream().map(Dim::getSize).toList().toString();
  }
}
