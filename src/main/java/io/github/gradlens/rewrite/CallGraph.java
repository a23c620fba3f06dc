package io.github.gradlens.rewrite;

import io.github.gradlens.error.ModelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** Which function uses which: no cycle, bounded depth, bounded size once inlined. */
final class CallGraph {
  private final Library library;
  private final Map<String, Measure> measured = new HashMap<>();

  /** How deep the calls below go, and how many nodes the whole is once inlined. */
  private record Measure(int depth, long nodes) {}

  private CallGraph(Library library) {
    this.library = library;
  }

  static void check(GraphDef graph, Library library) {
    CallGraph calls = new CallGraph(library);
    graph
        .getLibrary()
        .getFunctionList()
        .forEach(function -> calls.measureAll(function.getSignature().getName()));
    calls.measure("the graph", graph.getNodeList());
  }

  private void measureAll(String root) {
    Deque<String> stack = new ArrayDeque<>(List.of(root));
    Set<String> active = new HashSet<>();
    while (!stack.isEmpty()) {
      String name = stack.getLast();
      FunctionDef function = library.find(name);
      if (function == null || measured.containsKey(name)) {
        stack.removeLast();
        continue;
      }
      List<String> missing = new ArrayList<>();
      for (NodeDef node : function.getNodeDefList()) {
        library.uses(node).stream()
            .filter(used -> library.find(used) != null && !measured.containsKey(used))
            .forEach(missing::add);
      }
      if (missing.isEmpty()) {
        measured.put(name, measure("function " + name, function.getNodeDefList()));
        active.remove(name);
        stack.removeLast();
        continue;
      }
      active.add(name);
      for (String used : missing) {
        if (active.contains(used)) {
          throw new ModelException(
              "function %s calls itself, by way of %s; a model that recurses cannot be explained"
                  .formatted(used, name));
        }
      }
      stack.addAll(missing);
    }
  }

  private Measure measure(String where, List<NodeDef> nodes) {
    int depth = 0;
    long total = nodes.size();
    for (NodeDef node : nodes) {
      for (String used : library.uses(node)) {
        Measure inner = measured.get(used);
        if (inner != null) {
          depth = Math.max(depth, inner.depth() + 1);
          total = Math.min(Long.MAX_VALUE / 2, total + inner.nodes());
        }
      }
    }
    if (depth > Scope.MAX_DEPTH) {
      throw new ModelException(
          "calls in %s are more than %,d functions deep; export the model with fewer nested functions"
              .formatted(where, Scope.MAX_DEPTH));
    }
    if (total > Inliner.MAX_NODES) {
      throw new ModelException(
          "%s has more than %,d nodes once its functions are inlined; export a smaller model"
              .formatted(where, Inliner.MAX_NODES));
    }
    return new Measure(depth, total);
  }
}
