package io.github.gradlens.model;

import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.FoldedShift;
import io.github.gradlens.graph.Functions;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.TensorFacts;
import io.github.gradlens.graph.Weights;
import io.github.gradlens.rewrite.FreezeVariables;
import io.github.gradlens.site.Sites;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;

/**
 * One canonical network in one session: its weights stand in the graph once, and every method adds
 * its evaluations beside them. Adding ops holds a lock, running holds none.
 */
public final class Engine implements AutoCloseable {
  private final Network network;
  private final TensorFacts facts;
  private final Sites sites;
  private final Graph graph;
  private final Session session;
  private final Weights weights;
  private final boolean owned;

  private Engine(
      Network network,
      TensorFacts facts,
      Sites sites,
      Graph graph,
      Session session,
      Weights weights,
      boolean owned) {
    this.network = network;
    this.facts = facts;
    this.sites = sites;
    this.graph = graph;
    this.session = session;
    this.weights = weights;
    this.owned = owned;
  }

  /**
   * Opens a network over live variables: its static ops join a graph whose session holds them.
   *
   * @param kept tensors that no site hides inside itself
   */
  static Engine live(Canonical canonical, Graph graph, Session session, Set<String> kept) {
    Map<String, Operand<?>> tensors = emitStatic(canonical.network(), graph, false, Map.of());
    return new Engine(
        canonical.network(),
        canonical.facts(),
        Sites.of(canonical.network(), canonical.facts(), kept),
        graph,
        session,
        weights(tensors),
        false);
  }

  /**
   * Opens a network over constants. Everything static is computed once, here; the session's graph
   * holds only the results that moving ops read or name, so no run and no method folds them again.
   *
   * @param values the variables by name
   */
  static Engine frozen(
      Canonical canonical,
      GraphDef library,
      ConfigProto config,
      Map<String, Tensor> values,
      Set<String> kept) {
    Network network = canonical.network();
    Graph graph = new Graph();
    Session session = null;
    try (Graph scratch = new Graph()) {
      Functions.into(scratch, library);
      Map<String, Operand<?>> emitted = emitStatic(network, scratch, true, values);
      Functions.into(graph, library);
      Map<String, Operand<?>> tensors = constants(network, scratch, emitted, graph);
      session = new Session(graph, config);
      return new Engine(
          network,
          canonical.facts(),
          Sites.of(network, canonical.facts(), kept),
          graph,
          session,
          weights(tensors),
          true);
    } catch (RuntimeException e) {
      if (session != null) {
        session.close();
      }
      graph.close();
      throw e;
    }
  }

  private static Map<String, Operand<?>> constants(
      Network network, Graph scratch, Map<String, Operand<?>> emitted, Graph graph) {
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
    Map<String, Operand<?>> tensors = new HashMap<>();
    if (read.isEmpty()) {
      return tensors;
    }
    Emitter tf = new Emitter(Ops.create(graph)).scoped("gradlens_weights");
    try (Session session = new Session(scratch)) {
      Session.Runner runner = session.runner();
      for (String tensor : read) {
        runner.fetch(required(emitted, tensor));
      }
      try (Result result = runner.run()) {
        int next = 0;
        for (String tensor : read) {
          tensors.put(tensor, constant(graph, tf, result.get(next++)));
        }
      }
    }
    return tensors;
  }

  private static Map<String, Operand<?>> emitStatic(
      Network network, Graph graph, boolean own, Map<String, Tensor> values) {
    Map<String, Operand<?>> tensors = new HashMap<>();
    Emitter tf = new Emitter(Ops.create(graph)).scoped("gradlens_weights");
    Map<String, Operand<?>> variables = new HashMap<>();
    Map<String, Operation> operations = new HashMap<>();
    for (Node node : network.staticNodes()) {
      AttrValue variable = node.attr(FreezeVariables.VARIABLE);
      if (variable != null) {
        String name = variable.getS().toStringUtf8();
        Operand<?> value = variables.get(name);
        if (value == null) {
          Tensor tensor = values.get(name);
          if (tensor == null) {
            throw new IllegalStateException("variable " + name + " was not read");
          }
          value = constant(graph, tf, tensor);
          variables.put(name, value);
        }
        tensors.put(node.output(0), value);
        continue;
      }
      Operation existing = own || !isResource(node) ? null : graph.operation(node.name());
      Operation operation = existing != null ? existing : replay(tf, node, tensors, operations);
      operations.put(node.name(), operation);
      for (int i = 0; i < node.outputCount(); i++) {
        tensors.put(node.output(i), operation.output(i));
      }
    }
    return tensors;
  }

  private static Weights weights(Map<String, Operand<?>> tensors) {
    return tensor -> required(tensors, tensor);
  }

  private static Operand<?> required(Map<String, Operand<?>> tensors, String tensor) {
    Operand<?> found = tensors.get(tensor);
    if (found == null) {
      throw new IllegalStateException("tensor " + tensor + " is neither weight nor given");
    }
    return found;
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

  private static Operand<?> constant(Graph graph, Emitter tf, Tensor value) {
    return graph
        .opBuilder("Const", tf.ops().scope().makeOpName("Const"), tf.ops().scope())
        .setAttr("value", value)
        .setAttr("dtype", value.dataType())
        .build()
        .output(0);
  }

  private static boolean isResource(Node node) {
    return node.op().equals("VarHandleOp")
        || node.op().startsWith("Variable")
        || node.op().contains("HashTable");
  }

  public Network network() {
    return network;
  }

  public TensorFacts facts() {
    return facts;
  }

  public Sites sites() {
    return sites;
  }

  public Graph graph() {
    return graph;
  }

  public Session session() {
    return session;
  }

  public Weights weights() {
    return weights;
  }

  @Override
  public void close() {
    if (owned) {
      session.close();
      graph.close();
    }
  }
}
