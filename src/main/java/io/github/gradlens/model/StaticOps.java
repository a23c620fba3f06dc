package io.github.gradlens.model;

import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import io.github.gradlens.rewrite.FreezeVariables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.proto.AttrValue;

/** Emits what of a network depends on no input: weights, and what is computed from them alone. */
final class StaticOps {
  private StaticOps() {}

  /**
   * Emits the static ops of a network.
   *
   * @param variable gives the value of a frozen variable by its name
   * @param existing gives an op that the graph holds already, or null where it is to be emitted
   * @return the static tensors by name
   */
  static Map<String, Operand<?>> emit(
      Emitter tf,
      Network network,
      Function<String, Operand<?>> variable,
      Function<Node, @Nullable Operation> existing) {
    Map<String, Operand<?>> tensors = new HashMap<>();
    Map<String, Operation> operations = new HashMap<>();
    for (Node node : network.staticNodes()) {
      String name = variableOf(node);
      if (name != null) {
        tensors.put(node.output(0), variable.apply(name));
        continue;
      }
      Operation found = existing.apply(node);
      Operation operation = found != null ? found : replay(tf, node, tensors, operations);
      operations.put(node.name(), operation);
      if (node.op().startsWith("Variable")) {
        // A reference to memory that others write: what reads it, a loop above all, wants a value.
        tensors.put(node.output(0), tf.apply("Identity", operation.output(0)));
        continue;
      }
      for (int i = 0; i < node.outputCount(); i++) {
        tensors.put(node.output(i), operation.output(i));
      }
    }
    return tensors;
  }

  /** The variable whose value a frozen node is, or null. */
  static @Nullable String variableOf(Node node) {
    AttrValue variable = node.attr(FreezeVariables.VARIABLE);
    return variable == null ? null : variable.getS().toStringUtf8();
  }

  private static Operation replay(
      Emitter tf, Node node, Map<String, Operand<?>> tensors, Map<String, Operation> operations) {
    List<Operand<?>> inputs = new ArrayList<>();
    for (String input : node.inputs()) {
      Operand<?> value = tensors.get(input);
      if (value == null) {
        throw new IllegalStateException("static op " + node.name() + " reads moving " + input);
      }
      inputs.add(value);
    }
    List<Operation> controls = new ArrayList<>();
    for (String control : node.controls()) {
      Operation operation = operations.get(control);
      if (operation != null) {
        controls.add(operation);
      }
    }
    return tf.replay(node, inputs, controls);
  }
}
