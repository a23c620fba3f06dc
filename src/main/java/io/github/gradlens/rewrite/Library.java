package io.github.gradlens.rewrite;

import io.github.gradlens.error.ModelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpDef.ArgDef;

/**
 * A model's functions beside TensorFlow's ops: what a node calls, and which output a name means.
 */
final class Library {
  private final Map<String, FunctionDef> functions = new LinkedHashMap<>();
  private final FunctionDefLibrary source;
  private final OpDefLookup ops;

  Library(FunctionDefLibrary source, OpDefLookup ops) {
    this.source = source;
    this.ops = ops;
    for (FunctionDef function : source.getFunctionList()) {
      functions.putIfAbsent(function.getSignature().getName(), function);
    }
  }

  @Nullable FunctionDef find(String name) {
    return functions.get(name);
  }

  /** The name of the function that a node calls, and that flattening inlines; null for an op. */
  @Nullable String callee(NodeDef node) {
    String op = node.getOp();
    if (op.equals("PartitionedCall") || op.equals("StatefulPartitionedCall")) {
      return node.getAttrOrDefault("f", AttrValue.getDefaultInstance()).getFunc().getName();
    }
    return functions.containsKey(op) ? op : null;
  }

  /** What the placeholders in the called function's body stand for. */
  Map<String, AttrValue> callAttributes(NodeDef call) {
    return functions.containsKey(call.getOp())
        ? call.getAttrMap()
        : call.getAttrOrDefault("f", AttrValue.getDefaultInstance()).getFunc().getAttrMap();
  }

  /** The definition of a node's op, or the signature of the function that it names. */
  OpDef definition(NodeDef node) {
    FunctionDef function = functions.get(node.getOp());
    OpDef def = function == null ? ops.find(node.getOp()) : function.getSignature();
    if (def == null) {
      throw new ModelException(
          "node %s has the op \"%s\", which this TensorFlow does not know; load the library that registers it, or export a model without it"
              .formatted(node.getName(), node.getOp()));
    }
    return def;
  }

  /** The flat output index of {@code argument:position}, or -1 where the op has no such output. */
  int outputIndex(NodeDef node, String argument, int position) {
    int index = 0;
    for (ArgDef arg : definition(node).getOutputArgList()) {
      int width = width(arg, node);
      if (arg.getName().equals(argument)) {
        return position < width ? index + position : -1;
      }
      index += width;
    }
    return -1;
  }

  private static int width(ArgDef arg, NodeDef node) {
    if (!arg.getNumberAttr().isEmpty()) {
      return (int) attribute(node, arg.getNumberAttr()).getI();
    }
    return arg.getTypeListAttr().isEmpty()
        ? 1
        : attribute(node, arg.getTypeListAttr()).getList().getTypeCount();
  }

  private static AttrValue attribute(NodeDef node, String name) {
    return node.getAttrOrDefault(name, AttrValue.getDefaultInstance());
  }

  /** The part of the library that these nodes, and the functions they use, can reach. */
  FunctionDefLibrary reachableFrom(Iterable<NodeDef> nodes) {
    Set<String> reached = new LinkedHashSet<>();
    Deque<FunctionDef> open = new ArrayDeque<>();
    for (NodeDef node : nodes) {
      reach(node, reached, open);
    }
    while (!open.isEmpty()) {
      for (NodeDef node : open.remove().getNodeDefList()) {
        reach(node, reached, open);
      }
    }
    FunctionDefLibrary.Builder kept = FunctionDefLibrary.newBuilder();
    source.getFunctionList().stream()
        .filter(function -> reached.contains(function.getSignature().getName()))
        .forEach(kept::addFunction);
    source.getGradientList().stream()
        .filter(gradient -> reached.contains(gradient.getFunctionName()))
        .filter(gradient -> reached.contains(gradient.getGradientFunc()))
        .forEach(kept::addGradient);
    return kept.build();
  }

  private void reach(NodeDef node, Set<String> reached, Deque<FunctionDef> open) {
    for (String name : uses(node)) {
      FunctionDef function = functions.get(name);
      if (function != null && reached.add(name)) {
        open.add(function);
      }
    }
  }

  /** Every function that a node names, as its op or in an attribute. */
  List<String> uses(NodeDef node) {
    List<String> names = new ArrayList<>();
    if (functions.containsKey(node.getOp())) {
      names.add(node.getOp());
    }
    Deque<AttrValue> open = new ArrayDeque<>(node.getAttrMap().values());
    while (!open.isEmpty()) {
      AttrValue value = open.remove();
      List<NameAttrList> called =
          value.hasFunc() ? List.of(value.getFunc()) : value.getList().getFuncList();
      for (NameAttrList function : called) {
        names.add(function.getName());
        open.addAll(function.getAttrMap().values());
      }
    }
    return names;
  }
}
