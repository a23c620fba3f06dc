package io.github.gradlens.rewrite;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.NodeDef;

/** Puts nodes after what they read; the edge that closes a TF1 loop counts for nothing. */
final class Topological {
  private Topological() {}

  static List<NodeDef> order(Map<String, NodeDef> nodes) {
    List<NodeDef> order = new ArrayList<>(nodes.size());
    Set<String> seen = new HashSet<>();
    Deque<Visit> stack = new ArrayDeque<>();
    for (NodeDef root : nodes.values()) {
      push(root, seen, stack);
      while (!stack.isEmpty()) {
        Visit visit = stack.getLast();
        if (visit.next == visit.node.getInputCount()) {
          order.add(visit.node);
          stack.removeLast();
          continue;
        }
        NodeDef source = nodes.get(TensorName.of(visit.node.getInput(visit.next++)).node());
        if (source != null) {
          push(source, seen, stack);
        }
      }
    }
    return order;
  }

  private static void push(NodeDef node, Set<String> seen, Deque<Visit> stack) {
    if (seen.add(node.getName())) {
      stack.addLast(new Visit(node));
    }
  }

  private static final class Visit {
    private final NodeDef node;
    private int next;

    private Visit(NodeDef node) {
      this.node = node;
    }
  }
}
