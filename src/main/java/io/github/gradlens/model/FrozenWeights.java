package io.github.gradlens.model;

import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.FoldedShift;
import io.github.gradlens.graph.Functions;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;

/**
 * The static tensors of a frozen network in the graph of its session, computed once.
 *
 * <p>A small one is a constant, so that TensorFlow folds what rules make of it and lays it out for
 * its kernels. Every set of fetches has copies of its own of all constants and of what was folded
 * from them, which a dense layer of a hundred million weights does not bear: a large one is the
 * value of a variable, which all sets of fetches share.
 */
final class FrozenWeights {
  /** The largest constant, in bytes. */
  static final long LARGEST_CONSTANT = 32L << 20;

  private static final String SCOPE = "gradlens_weights";

  private final Graph graph;
  private final @Nullable Session session;
  private final long largest;
  private final Emitter tf;

  /**
   * Weights in the graph of a session.
   *
   * @param session what runs the graph; null where it is written, so that all are constants
   * @param largest the most bytes that a constant has
   */
  FrozenWeights(Graph graph, @Nullable Session session, long largest) {
    this.graph = graph;
    this.session = session;
    this.largest = largest;
    this.tf = new Emitter(Ops.create(graph)).scoped(SCOPE);
  }

  /**
   * Computes what moving ops of the network read or name.
   *
   * @param library the functions that static ops call
   * @param values the variables by name
   * @return the tensors by name, in the session's graph
   */
  Map<String, Operand<?>> of(Network network, GraphDef library, Map<String, Tensor> values) {
    Map<String, Operand<?>> held = new HashMap<>();
    Set<String> computed = new LinkedHashSet<>();
    Map<String, Operand<?>> direct = new HashMap<>();
    for (String tensor : read(network)) {
      String variable = StaticOps.variableOf(network.producer(tensor));
      if (variable == null) {
        computed.add(tensor);
      } else {
        held.put(tensor, direct.computeIfAbsent(variable, name -> hold(value(values, name))));
      }
    }
    if (!computed.isEmpty()) {
      compute(network, library, values, computed, held);
    }
    return held;
  }

  /** Runs the static ops on fed variables, so that no large value passes through a message. */
  private void compute(
      Network network,
      GraphDef library,
      Map<String, Tensor> values,
      Set<String> wanted,
      Map<String, Operand<?>> held) {
    Map<String, Output<?>> fed = new LinkedHashMap<>();
    try (Graph scratch = new Graph()) {
      Functions.into(scratch, library);
      Emitter in = new Emitter(Ops.create(scratch)).scoped(SCOPE);
      Map<String, Operand<?>> emitted =
          StaticOps.emit(
              in,
              network,
              name ->
                  fed.computeIfAbsent(name, key -> placeholder(in, value(values, key)).asOutput()),
              node -> null);
      try (Session once = new Session(scratch)) {
        Session.Runner runner = once.runner();
        fed.forEach((name, placeholder) -> runner.feed(placeholder, value(values, name)));
        List<String> order = new ArrayList<>(wanted);
        for (String tensor : order) {
          runner.fetch(Engine.required(emitted, tensor));
        }
        try (Result result = runner.run()) {
          for (int i = 0; i < order.size(); i++) {
            held.put(order.get(i), hold(result.get(i)));
          }
        }
      }
    }
  }

  private static Set<String> read(Network network) {
    Set<String> read = new LinkedHashSet<>();
    for (Node node : network.dynamicNodes()) {
      for (String input : node.inputs()) {
        if (network.isStatic(input)) {
          read.add(input);
        }
      }
      String shift = FoldedShift.of(node);
      if (shift != null) {
        read.add(shift);
      }
    }
    return read;
  }

  private Operand<?> hold(Tensor value) {
    // Strings have no fixed size, and no large ones.
    boolean large = value.dataType() != DataType.DT_STRING && value.numBytes() > largest;
    return large && session != null ? variable(session, value) : constant(value);
  }

  private Operand<?> constant(Tensor value) {
    return graph
        .opBuilder("Const", tf.ops().scope().makeOpName("Const"), tf.ops().scope())
        .setAttr("value", value)
        .setAttr("dtype", value.dataType())
        .build()
        .output(0);
  }

  private Operand<?> variable(Session holder, Tensor value) {
    SessionVariable variable = SessionVariable.in(tf, value);
    variable.set(holder, value);
    return variable.read();
  }

  static Operand<?> placeholder(Emitter tf, Tensor value) {
    return tf.op("Placeholder").attr("dtype", value.dataType()).attr("shape", value.shape()).one();
  }

  static Tensor value(Map<String, Tensor> values, String name) {
    Tensor value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("variable " + name + " was not read");
    }
    return value;
  }
}
