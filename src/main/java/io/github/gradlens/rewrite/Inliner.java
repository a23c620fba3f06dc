package io.github.gradlens.rewrite;

import io.github.gradlens.error.ModelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Follows tensors backwards through function calls and emits each node that is met, once for every
 * call of its function. Nothing here recurses: depth of calls costs heap, not stack.
 */
final class Inliner {
  /** More nodes than any real model has; calls that double at every level reach it first. */
  static final int MAX_NODES = 2_000_000;

  private static final Set<String> UNORDERED =
      Set.of("VarHandleOp", "VariableV2", "Variable", "Placeholder", "Const");

  private final Library library;
  private final Scope main;
  private final Set<String> names = new HashSet<>();
  private final Map<Place, String> placed = new HashMap<>();
  private final Deque<Place> open = new ArrayDeque<>();
  private final Map<String, NodeDef> emitted = new LinkedHashMap<>();
  private final Map<Scope, Set<String>> awaited = new HashMap<>();

  private record Place(Scope scope, String node) {}

  Inliner(Library library, List<NodeDef> nodes) {
    this.library = library;
    this.main = new Scope(library, nodes);
    nodes.forEach(node -> names.add(node.getName()));
  }

  /** The flat tensor that a tensor of the main graph is. */
  TensorName resolve(String tensor) {
    return resolve(main, tensor);
  }

  /** Emits all that the resolved tensors need. */
  Map<String, NodeDef> emit() {
    while (!open.isEmpty()) {
      emit(open.remove());
    }
    return emitted;
  }

  private void emit(Place place) {
    Scope scope = place.scope();
    NodeDef node = scope.node(place.node());
    String name = place(place);
    OpDef def = library.definition(node);
    NodeDef.Builder flat =
        node.toBuilder().setName(name).clearDevice().clearInput().clearExperimentalDebugInfo();
    Set<String> controls = new LinkedHashSet<>();
    for (String input : node.getInputList()) {
      if (input.startsWith("^")) {
        controls.addAll(controls(scope, input.substring(1)));
      } else {
        flat.addInput(resolve(scope, input).asInput());
      }
    }
    if (def.getIsStateful() && !UNORDERED.contains(node.getOp())) {
      controls.addAll(awaited(scope));
    }
    controls.remove(name);
    controls.forEach(control -> flat.addInput("^" + control));
    Attributes.settle(flat, node.getName(), def);
    emitted.put(name, flat.build());
  }

  /** The flat name of a node; the first time, the node is also queued. */
  private String place(Place place) {
    String known = placed.get(place);
    if (known != null) {
      return known;
    }
    String name = place.scope().prefix + place.node();
    if (place.scope() != main) {
      String wanted = name;
      for (int i = 1; !names.add(name); i++) {
        name = wanted + "_" + i;
      }
    }
    placed.put(place, name);
    if (placed.size() > MAX_NODES) {
      throw new ModelException(
          "the model has more than %,d nodes when its functions are inlined; explain a smaller signature"
              .formatted(MAX_NODES));
    }
    open.add(place);
    return name;
  }

  private TensorName resolve(Scope start, String input) {
    Scope scope = start;
    String reference = input;
    for (int step = 0; step <= MAX_NODES; step++) {
      String[] parts = reference.split(":", -1);
      Integer argument = scope.argument(parts[0]);
      if (argument != null && scope.caller != null && scope.call != null) {
        reference = Scope.actual(scope.call, argument);
        scope = scope.caller;
        continue;
      }
      NodeDef node = scope.node(parts[0]);
      int index = index(scope, node, parts, reference);
      Scope inner = scope.enter(node);
      if (inner == null || inner.function == null) {
        return new TensorName(place(new Place(scope, parts[0])), index);
      }
      reference = result(inner.function, node, index);
      scope = inner;
    }
    throw new ModelException(
        "tensor \"%s\" of %s is an argument of its own; export the model again"
            .formatted(input, start.where()));
  }

  private int index(Scope scope, NodeDef node, String[] parts, String reference) {
    if (parts.length == 1) {
      return 0;
    }
    String last = parts[parts.length - 1];
    if (scope.function == null) {
      return TensorName.index(last, reference);
    }
    int position = parts.length == 3 ? TensorName.index(last, reference) : 0;
    int index = library.outputIndex(node, parts[1], position);
    if (index < 0) {
      throw new ModelException(
          "%s reads \"%s\", but op %s has no such output; export the model again"
              .formatted(scope.where(), reference, node.getOp()));
    }
    return index;
  }

  private static String result(FunctionDef function, NodeDef call, int index) {
    OpDef signature = function.getSignature();
    String result =
        index < signature.getOutputArgCount()
            ? function.getRetMap().get(signature.getOutputArg(index).getName())
            : null;
    if (result == null) {
      throw new ModelException(
          "function %s, called by node %s, has no output %d; export the model again"
              .formatted(signature.getName(), call.getName(), index));
    }
    return result;
  }

  /**
   * The flat nodes that a control edge from {@code name} waits for: the node, or for a call what
   * its body must have done and what the call itself waits for.
   */
  private Set<String> controls(Scope scope, String name) {
    Set<String> flat = new LinkedHashSet<>();
    Set<Place> seen = new HashSet<>();
    Deque<Place> todo = new ArrayDeque<>();
    todo.add(new Place(scope, name));
    while (!todo.isEmpty()) {
      Place place = todo.remove();
      if (!seen.add(place)) {
        continue;
      }
      if (place.scope().argument(place.node()) != null) {
        flat.add(resolve(place.scope(), place.node()).node());
        continue;
      }
      NodeDef node = place.scope().node(place.node());
      Scope inner = place.scope().enter(node);
      if (inner == null || inner.function == null) {
        flat.add(place(place));
        continue;
      }
      for (String effect : inner.function.getControlRetMap().values()) {
        todo.add(new Place(inner, effect));
      }
      for (String input : node.getInputList()) {
        if (input.startsWith("^")) {
          todo.add(new Place(place.scope(), input.substring(1)));
        }
      }
    }
    return flat;
  }

  /** What the calls around a scope wait for, and so every effect in it. */
  private Set<String> awaited(Scope scope) {
    Set<String> known = awaited.get(scope);
    if (known != null) {
      return known;
    }
    Set<String> flat = new LinkedHashSet<>();
    for (Scope inner = scope; inner.caller != null && inner.call != null; inner = inner.caller) {
      for (String input : inner.call.getInputList()) {
        if (input.startsWith("^")) {
          flat.addAll(controls(inner.caller, input.substring(1)));
        }
      }
    }
    awaited.put(scope, flat);
    return flat;
  }
}
