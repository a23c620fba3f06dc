package io.github.gradlens.model;

import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.TensorFacts;
import io.github.gradlens.graph.Weights;
import io.github.gradlens.rewrite.FreezeVariables;
import io.github.gradlens.site.Sites;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AttrValue;

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
   * Puts a network's weights into a graph.
   *
   * @param graph the graph to extend: a new one, or that of a loaded bundle
   * @param owned whether the engine closes graph and session
   * @param values the values of frozen variables by name; empty where they stay live
   * @param kept tensors that no site hides inside itself
   */
  static Engine open(
      LoadedModel.Canonical canonical,
      Graph graph,
      Session session,
      boolean owned,
      Map<String, Tensor> values,
      Set<String> kept) {
    Network network = canonical.network();
    Map<String, Operand<?>> tensors = new HashMap<>();
    Emitter tf = new Emitter(Ops.create(graph)).scoped("gradlens_weights");
    Map<String, Operand<?>> constants = new HashMap<>();
    Map<String, Operation> operations = new HashMap<>();
    for (Node node : network.staticNodes()) {
      AttrValue variable = node.attr(FreezeVariables.VARIABLE);
      if (variable != null) {
        String name = variable.getS().toStringUtf8();
        Operand<?> constant = constants.get(name);
        if (constant == null) {
          constant = constant(graph, tf, name, values);
          constants.put(name, constant);
        }
        tensors.put(node.output(0), constant);
        continue;
      }
      Operation existing = owned || !isResource(node) ? null : graph.operation(node.name());
      Operation operation = existing != null ? existing : replay(tf, node, tensors, operations);
      operations.put(node.name(), operation);
      for (int i = 0; i < node.outputCount(); i++) {
        tensors.put(node.output(i), operation.output(i));
      }
    }
    Weights weights =
        tensor -> {
          Operand<?> found = tensors.get(tensor);
          if (found == null) {
            throw new IllegalStateException("tensor " + tensor + " is neither weight nor given");
          }
          return found;
        };
    return new Engine(
        network, canonical.facts(), Sites.of(network, kept), graph, session, weights, owned);
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

  private static Operand<?> constant(
      Graph graph, Emitter tf, String variable, Map<String, Tensor> values) {
    Tensor value = values.get(variable);
    if (value == null) {
      throw new IllegalStateException("variable " + variable + " was not read");
    }
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
