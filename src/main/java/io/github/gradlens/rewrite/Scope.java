package io.github.gradlens.rewrite;

import io.github.gradlens.error.ModelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef.ArgDef;
import org.tensorflow.proto.OpDef.AttrDef;

/** The main graph, or one call of a function: its nodes by name, and who calls. */
final class Scope {
  /** Deeper calls exhaust native stacks wherever they are not inlined. */
  static final int MAX_DEPTH = 1_000;

  final String prefix;
  final @Nullable Scope caller;
  final @Nullable NodeDef call;
  final @Nullable FunctionDef function;
  private final Library library;
  private final int depth;
  private final Map<String, NodeDef> nodes = new HashMap<>();
  private final Map<String, Integer> arguments = new HashMap<>();
  private final Map<String, AttrValue> given = new LinkedHashMap<>();
  private final Map<String, Scope> callees = new HashMap<>();

  /** The main graph. */
  Scope(Library library, List<NodeDef> main) {
    this(library, "", null, null, null, 0);
    main.forEach(node -> nodes.put(node.getName(), node));
  }

  private Scope(
      Library library,
      String prefix,
      @Nullable Scope caller,
      @Nullable NodeDef call,
      @Nullable FunctionDef function,
      int depth) {
    this.library = library;
    this.prefix = prefix;
    this.caller = caller;
    this.call = call;
    this.function = function;
    this.depth = depth;
  }

  /** The scope that a call opens, or null where the node is no call. */
  @Nullable Scope enter(NodeDef node) {
    String name = library.callee(node);
    if (name == null) {
      return null;
    }
    Scope known = callees.get(node.getName());
    if (known != null) {
      return known;
    }
    FunctionDef body = library.find(name);
    if (body == null) {
      throw new ModelException(
          "node %s calls the function \"%s\", which the model does not hold; export the model again"
              .formatted(prefix + node.getName(), name));
    }
    if (depth == MAX_DEPTH) {
      throw new ModelException(
          "functions call each other more than %,d deep, at %s in %s; a model that calls itself cannot be flattened"
              .formatted(MAX_DEPTH, node.getName(), where()));
    }
    Scope inner = new Scope(library, prefix + node.getName() + "/", this, node, body, depth + 1);
    inner.read(body, library.callAttributes(node));
    callees.put(node.getName(), inner);
    return inner;
  }

  private void read(FunctionDef body, Map<String, AttrValue> attributes) {
    for (AttrDef attr : body.getSignature().getAttrList()) {
      if (attr.hasDefaultValue()) {
        given.put(attr.getName(), attr.getDefaultValue());
      }
    }
    given.putAll(attributes);
    for (ArgDef arg : body.getSignature().getInputArgList()) {
      requireSingle(arg, body);
      arguments.put(arg.getName(), arguments.size());
    }
    body.getSignature().getOutputArgList().forEach(arg -> requireSingle(arg, body));
    body.getNodeDefList().forEach(node -> nodes.put(node.getName(), node));
  }

  private static void requireSingle(ArgDef arg, FunctionDef body) {
    if (!arg.getNumberAttr().isEmpty() || !arg.getTypeListAttr().isEmpty()) {
      throw new ModelException(
          "argument %s of function %s is a list, which flattening does not know; export the model again with TensorFlow 2"
              .formatted(arg.getName(), body.getSignature().getName()));
    }
  }

  /** The position of a function's argument, or null where the name is none. */
  @Nullable Integer argument(String name) {
    return arguments.get(name);
  }

  /** A node with its placeholders bound. */
  NodeDef node(String name) {
    NodeDef node = nodes.get(name);
    if (node == null) {
      throw new ModelException(
          "%s has no node \"%s\", which another node reads; export the model again"
              .formatted(where(), name));
    }
    return function == null
        ? node
        : Attributes.bind(node, given, function.getSignature().getName());
  }

  /** What the caller gives for an argument, as the caller's scope spells it. */
  static String actual(NodeDef call, int argument) {
    List<String> data = new ArrayList<>();
    for (String input : call.getInputList()) {
      if (!input.startsWith("^")) {
        data.add(input);
      }
    }
    if (argument >= data.size()) {
      throw new ModelException(
          "node %s gives %d arguments to a function that reads argument %d; export the model again"
              .formatted(call.getName(), data.size(), argument));
    }
    return data.get(argument);
  }

  String where() {
    return function == null ? "the graph" : "function " + function.getSignature().getName();
  }
}
