package io.github.gradlens.graph;

import io.github.gradlens.error.ModelException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;

/**
 * Type and static shape of every tensor of a network, as TensorFlow's shape inference finds them.
 */
public final class TensorFacts {
  /** The attribute that tells the shape of a constant whose value is kept elsewhere. */
  public static final String WEIGHT_SHAPE = "_shape";

  private final Map<String, Fact> facts;

  private TensorFacts(Map<String, Fact> facts) {
    this.facts = facts;
  }

  /** Type and shape of a tensor. */
  public record Fact(DataType type, Shape shape) {}

  /**
   * Infers them in a graph that is thrown away.
   *
   * @param network the network
   * @param library functions that its control-flow nodes call
   */
  public static TensorFacts infer(Network network, GraphDef library) {
    Map<String, Fact> facts = new HashMap<>();
    try (Graph graph = new Graph()) {
      Functions.into(graph, library);
      Emitter tf = new Emitter(Ops.create(graph));
      Map<String, Operand<?>> tensors = new HashMap<>();
      for (Node node : network.order()) {
        try {
          emit(tf, node, tensors);
        } catch (RuntimeException e) {
          throw new ModelException(
              "TensorFlow refuses op "
                  + node.name()
                  + " ("
                  + node.op()
                  + "): "
                  + e.getMessage()
                  + ". The model's file is damaged or was made by another version of TensorFlow",
              e);
        }
        for (int i = 0; i < node.outputCount(); i++) {
          Operand<?> tensor = tensors.get(node.output(i));
          if (tensor != null) {
            facts.put(node.output(i), new Fact(Emitter.type(tensor), Emitter.shapeOf(tensor)));
          }
        }
      }
    }
    return new TensorFacts(facts);
  }

  private static void emit(Emitter tf, Node node, Map<String, Operand<?>> tensors) {
    if (node.op().equals("Const") && node.attr("value") == null) {
      tensors.put(node.output(0), weight(tf, node));
      return;
    }
    List<Operand<?>> inputs = new java.util.ArrayList<>();
    for (String input : node.inputs()) {
      Operand<?> value = tensors.get(input);
      if (value == null) {
        throw new ModelException("its input " + input + " is missing");
      }
      inputs.add(value);
    }
    var operation = tf.replay(node, inputs, List.of());
    for (int i = 0; i < node.outputCount(); i++) {
      tensors.put(node.output(i), operation.output(i));
    }
  }

  /** A weight whose value is kept elsewhere stands here as a placeholder of its shape. */
  private static Operand<?> weight(Emitter tf, Node node) {
    AttrValue shape = node.attr(WEIGHT_SHAPE);
    return tf.op("Placeholder")
        .attr("dtype", node.type("dtype", DataType.DT_FLOAT))
        .attr("shape", shape == null ? AttrValue.getDefaultInstance() : shape)
        .one();
  }

  public @Nullable Fact find(String tensor) {
    return facts.get(tensor);
  }

  public Fact of(String tensor) {
    Fact fact = facts.get(tensor);
    if (fact == null) {
      throw new ModelException("no tensor '" + tensor + "' in the graph");
    }
    return fact;
  }

  /** The sizes of a tensor, −1 where unknown; null where the rank is unknown. */
  public long @Nullable [] sizes(String tensor) {
    Fact fact = facts.get(tensor);
    return fact == null || fact.shape().isUnknown() ? null : fact.shape().asArray();
  }

  /** The shape as messages show it. */
  public String text(String tensor) {
    long[] sizes = sizes(tensor);
    return sizes == null
        ? "[unknown rank]"
        : java.util.Arrays.toString(sizes).replace("-1", "?").replace(", ", ",");
  }
}
