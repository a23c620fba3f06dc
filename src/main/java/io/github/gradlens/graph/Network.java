package io.github.gradlens.graph;

import io.github.gradlens.error.ModelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * A flat graph as a function of its inputs. Nodes that depend on no input are static (weights and
 * what is computed from them alone); all others are emitted anew by every {@link #at evaluation}.
 */
public final class Network {
  private final Map<String, Node> nodes;
  private final List<Node> order;
  private final Set<String> dynamic;
  private final Map<String, List<Node>> readers;
  private final List<String> inputs;

  private Network(
      Map<String, Node> nodes,
      List<Node> order,
      Set<String> dynamic,
      Map<String, List<Node>> readers,
      List<String> inputs) {
    this.nodes = nodes;
    this.order = order;
    this.dynamic = dynamic;
    this.readers = readers;
    this.inputs = inputs;
  }

  /**
   * Reads a flat graph.
   *
   * @param inputs the tensors ({@code node:0}) that an evaluation is given
   */
  public static Network of(GraphDef graph, Collection<String> inputs) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    for (NodeDef def : graph.getNodeList()) {
      nodes.put(def.getName(), Node.of(def, outputCount(def)));
    }
    List<Node> order = topological(nodes);
    Set<String> roots = new HashSet<>();
    for (String input : inputs) {
      roots.add(Node.nodeName(input));
    }
    Set<String> dynamic = new HashSet<>();
    Map<String, List<Node>> readers = new HashMap<>();
    for (Node node : order) {
      boolean moves = roots.contains(node.name()) || node.op().equals("Placeholder");
      for (String input : node.inputs()) {
        moves |= dynamic.contains(Node.nodeName(input));
        readers.computeIfAbsent(input, key -> new ArrayList<>()).add(node);
      }
      for (String control : node.controls()) {
        moves |= dynamic.contains(control);
      }
      if (moves) {
        dynamic.add(node.name());
      }
    }
    return new Network(nodes, order, dynamic, readers, List.copyOf(inputs));
  }

  /** The tensors that an evaluation is given. */
  public List<String> inputs() {
    return inputs;
  }

  public @Nullable Node node(String name) {
    return nodes.get(name);
  }

  /** The node that makes a tensor. */
  public Node producer(String tensor) {
    Node node = nodes.get(Node.nodeName(tensor));
    if (node == null) {
      throw new ModelException("no tensor '" + tensor + "' in the graph");
    }
    return node;
  }

  /** The nodes in an order in which each stands behind what it reads. */
  public List<Node> order() {
    return order;
  }

  /** The nodes that read a tensor; a node that reads it twice is listed twice. */
  public List<Node> readers(String tensor) {
    return readers.getOrDefault(tensor, List.of());
  }

  /** Whether a tensor depends on no input. */
  public boolean isStatic(String tensor) {
    return !dynamic.contains(Node.nodeName(tensor));
  }

  public List<Node> staticNodes() {
    return order.stream().filter(node -> !dynamic.contains(node.name())).toList();
  }

  public List<Node> dynamicNodes() {
    return order.stream().filter(node -> dynamic.contains(node.name())).toList();
  }

  /** The nodes from which {@code targets} can be computed, the targets' own nodes included. */
  public Set<String> upstreamOf(Collection<String> targets) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    targets.forEach(t -> open.add(Node.nodeName(t)));
    while (!open.isEmpty()) {
      String name = open.pop();
      Node node = nodes.get(name);
      if (node != null && seen.add(name)) {
        node.inputs().forEach(i -> open.push(Node.nodeName(i)));
        node.controls().forEach(open::push);
      }
    }
    return seen;
  }

  /**
   * Emits one evaluation: everything that {@code wanted} needs.
   *
   * @param given tensors that are not computed but given: the inputs, and inner tensors that move
   *     on their own
   */
  public Trace at(
      Emitter tf, Weights weights, Map<String, Operand<?>> given, Collection<String> wanted) {
    Map<String, Operand<?>> tensors = new HashMap<>(given);
    Map<String, Operation> operations = new HashMap<>();
    Set<String> needed = neededFor(wanted, given.keySet());
    for (Node node : order) {
      if (!needed.contains(node.name()) || !dynamic.contains(node.name())) {
        continue;
      }
      if (allGiven(node, given)) {
        continue;
      }
      if (node.op().equals("Placeholder")) {
        throw new ModelException("input '" + node.name() + "' of the graph was given no value");
      }
      List<Operand<?>> arguments = new ArrayList<>();
      for (String input : node.inputs()) {
        Operand<?> value = tensors.get(input);
        arguments.add(value != null ? value : weights.of(input));
      }
      List<Operation> controls = new ArrayList<>();
      for (String control : node.controls()) {
        Operation operation = operations.get(control);
        if (operation != null) {
          controls.add(operation);
        }
      }
      Operation emitted = tf.replay(node, arguments, controls);
      operations.put(node.name(), emitted);
      for (int i = 0; i < node.outputCount(); i++) {
        tensors.putIfAbsent(node.output(i), emitted.output(i));
      }
    }
    return new Trace(this, given, tensors, weights);
  }

  private boolean allGiven(Node node, Map<String, Operand<?>> given) {
    for (int i = 0; i < node.outputCount(); i++) {
      if (!given.containsKey(node.output(i)) && !readers(node.output(i)).isEmpty()) {
        return false;
      }
    }
    return given.containsKey(node.output(0));
  }

  private Set<String> neededFor(Collection<String> wanted, Set<String> given) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    for (String tensor : wanted) {
      if (!given.contains(tensor)) {
        open.add(Node.nodeName(tensor));
      }
    }
    while (!open.isEmpty()) {
      Node node = nodes.get(open.pop());
      if (node != null && seen.add(node.name())) {
        for (String input : node.inputs()) {
          if (!given.contains(input)) {
            open.push(Node.nodeName(input));
          }
        }
        node.controls().forEach(open::push);
      }
    }
    return seen;
  }

  private static int outputCount(NodeDef def) {
    OpDef op = OpDefs.registered().find(def.getOp());
    if (op == null) {
      return 1;
    }
    int count = 0;
    for (OpDef.ArgDef arg : op.getOutputArgList()) {
      count += OpDefs.width(arg, def);
    }
    return count;
  }

  /** Depth first without recursion; back edges of TensorFlow 1 loops are left out. */
  private static List<Node> topological(Map<String, Node> nodes) {
    List<Node> order = new ArrayList<>();
    Set<String> entered = new HashSet<>();
    Set<String> done = new HashSet<>();
    Deque<String> stack = new ArrayDeque<>();
    for (String root : nodes.keySet()) {
      stack.push(root);
      while (!stack.isEmpty()) {
        String name = stack.peek();
        Node node = nodes.get(name);
        if (node == null || done.contains(name)) {
          stack.pop();
        } else if (entered.add(name)) {
          for (String input : node.inputs()) {
            pushUnless(entered, stack, Node.nodeName(input));
          }
          for (String control : node.controls()) {
            pushUnless(entered, stack, control);
          }
        } else {
          stack.pop();
          done.add(name);
          order.add(node);
        }
      }
    }
    return List.copyOf(order);
  }

  private static void pushUnless(Set<String> entered, Deque<String> stack, String name) {
    if (!entered.contains(name)) {
      stack.push(name);
    }
  }
}
