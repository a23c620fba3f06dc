package io.github.gradlens.rewrite;

import io.github.gradlens.error.ModelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;

/** Checks on the nodes of the graph or of one function: names, ops, inputs, cycles, strides. */
final class NodeChecks {
  private final Library library;
  private final String where;
  private final Map<String, NodeDef> nodes = new HashMap<>();
  private final Set<String> arguments;

  NodeChecks(Library library, String where, Set<String> arguments) {
    this.library = library;
    this.where = where;
    this.arguments = arguments;
  }

  void check(List<NodeDef> all) {
    for (NodeDef node : all) {
      if (arguments.contains(node.getName()) || nodes.put(node.getName(), node) != null) {
        throw new ModelException(
            "%s has two nodes named \"%s\"; export the model again"
                .formatted(where, node.getName()));
      }
    }
    for (NodeDef node : all) {
      String called = library.callee(node);
      if (called != null && library.find(called) == null) {
        throw new ModelException(
            "node %s calls the function \"%s\", which the model does not hold; export the model again"
                .formatted(node.getName(), called));
      }
      library.definition(node);
      for (String input : node.getInputList()) {
        String source = source(input);
        if (!nodes.containsKey(source) && !arguments.contains(source)) {
          throw new ModelException(
              "node %s of %s reads \"%s\", which does not exist; export the model again"
                  .formatted(node.getName(), where, input));
        }
      }
      strides(node);
      ShapeArguments.check(node, nodes, where);
    }
    cycles(all);
  }

  private static String source(String input) {
    String name = input.startsWith("^") ? input.substring(1) : input;
    return name.split(":", 2)[0];
  }

  private void strides(NodeDef node) {
    String op = node.getOp();
    if (!(op.contains("Conv2D") || op.contains("Conv3D") || op.contains("Pool"))
        || !node.containsAttr("strides")) {
      return;
    }
    List<Long> strides =
        node.getAttrOrDefault("strides", AttrValue.getDefaultInstance()).getList().getIList();
    int length = op.contains("3D") ? 5 : 4;
    if (op.startsWith("Fractional")
        || (strides.size() == length && strides.stream().allMatch(s -> s > 0))) {
      return;
    }
    throw new ModelException(
        "node %s (%s) of %s has strides %s; %d positive numbers are needed, export the model again"
            .formatted(node.getName(), op, where, strides, length));
  }

  /** Removes, again and again, the nodes that wait for none; what is left waits for itself. */
  private void cycles(List<NodeDef> all) {
    Map<String, Integer> waiting = new HashMap<>();
    Map<String, Deque<String>> readers = new HashMap<>();
    Deque<String> ready = new ArrayDeque<>();
    for (NodeDef node : all) {
      Set<String> sources = new HashSet<>();
      if (!node.getOp().equals("Merge") && !node.getOp().equals("RefMerge")) {
        node.getInputList().forEach(input -> sources.add(source(input)));
      } else {
        // A TF1 loop closes here, by way of NextIteration.
        for (String input : node.getInputList()) {
          NodeDef from = nodes.get(source(input));
          if (from == null || !from.getOp().endsWith("NextIteration")) {
            sources.add(source(input));
          }
        }
      }
      sources.removeAll(arguments);
      sources.forEach(
          from -> readers.computeIfAbsent(from, key -> new ArrayDeque<>()).add(node.getName()));
      waiting.put(node.getName(), sources.size());
      if (sources.isEmpty()) {
        ready.add(node.getName());
      }
    }
    while (!ready.isEmpty()) {
      String done = ready.remove();
      waiting.remove(done);
      for (String reader : readers.getOrDefault(done, new ArrayDeque<>())) {
        if (waiting.merge(reader, -1, Integer::sum) == 0) {
          ready.add(reader);
        }
      }
    }
    all.stream()
        .map(NodeDef::getName)
        .filter(waiting::containsKey)
        .findFirst()
        .ifPresent(
            name -> {
              throw new ModelException(
                  "node %s of %s waits for its own result; export the model again"
                      .formatted(name, where));
            });
  }
}
