package io.github.gradlens.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * One op of a flat graph. Tensors are named {@code node:index}, also where the index is 0.
 *
 * @param def the node as TensorFlow writes it
 * @param inputs its data inputs
 * @param controls the nodes that it waits for
 * @param outputCount the number of its outputs
 */
public record Node(NodeDef def, List<String> inputs, List<String> controls, int outputCount) {
  static Node of(NodeDef def, int outputCount) {
    List<String> inputs = new ArrayList<>();
    List<String> controls = new ArrayList<>();
    for (String input : def.getInputList()) {
      if (input.startsWith("^")) {
        controls.add(input.substring(1));
      } else {
        inputs.add(tensorName(input));
      }
    }
    return new Node(def, List.copyOf(inputs), List.copyOf(controls), outputCount);
  }

  /** {@code name} or {@code name:0} → {@code name:0}. */
  public static String tensorName(String text) {
    return text.lastIndexOf(':') > 0 ? text : text + ":0";
  }

  /** The node of a tensor's name. */
  public static String nodeName(String tensor) {
    int colon = tensor.lastIndexOf(':');
    return colon > 0 ? tensor.substring(0, colon) : tensor;
  }

  /** The output index of a tensor's name. */
  public static int outputIndex(String tensor) {
    int colon = tensor.lastIndexOf(':');
    return colon > 0 ? Integer.parseInt(tensor.substring(colon + 1)) : 0;
  }

  public String name() {
    return def.getName();
  }

  public String op() {
    return def.getOp();
  }

  public String output(int index) {
    return name() + ":" + index;
  }

  public @Nullable AttrValue attr(String name) {
    return def.getAttrMap().get(name);
  }

  public boolean flag(String name) {
    AttrValue value = attr(name);
    return value != null && value.getB();
  }

  /** A string attribute, or {@code otherwise} where the node has none. */
  public String text(String name, String otherwise) {
    AttrValue value = attr(name);
    return value == null ? otherwise : value.getS().toStringUtf8();
  }

  public long number(String name, long otherwise) {
    AttrValue value = attr(name);
    return value == null ? otherwise : value.getI();
  }

  public float real(String name, float otherwise) {
    AttrValue value = attr(name);
    return value == null ? otherwise : value.getF();
  }

  public List<Long> numbers(String name) {
    AttrValue value = attr(name);
    return value == null ? List.of() : value.getList().getIList();
  }

  public DataType type(String name, DataType otherwise) {
    AttrValue value = attr(name);
    return value == null ? otherwise : value.getType();
  }
}
