package io.github.gradlens.site;

import io.github.gradlens.graph.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A clip between two known numbers, in one op or two.
 *
 * @param members the ops, last first
 */
record Clamp(List<Node> members, double low, double high) {
  Clamp {
    members = List.copyOf(members);
  }

  /** The clip whose last op this is, or null. */
  static @Nullable Clamp endingWith(Grouping grouping, Node node) {
    if (grouping.signals(node).size() != 1) {
      return null;
    }
    switch (node.op()) {
      case "Relu6" -> {
        return new Clamp(List.of(node), 0, 6);
      }
      case "ClipByValue" -> {
        return known(
            List.of(node),
            grouping.scalar(node.inputs().get(1)),
            grouping.scalar(node.inputs().get(2)));
      }
      default -> {
        return pair(grouping, node);
      }
    }
  }

  /** max(min(x, high), low), or the other way round. */
  private static @Nullable Clamp pair(Grouping grouping, Node outer) {
    boolean maximum = outer.op().equals("Maximum");
    Node inner = grouping.innerOf(outer);
    if (inner == null || !(maximum || outer.op().equals("Minimum"))) {
      return null;
    }
    List<Node> members = new ArrayList<>(List.of(outer, inner));
    if (maximum && inner.op().equals("Relu6")) {
      return null;
    }
    if (!maximum && inner.op().equals("Relu")) {
      return known(members, 0, bound(grouping, outer));
    }
    if (!inner.op().equals(maximum ? "Minimum" : "Maximum")) {
      return null;
    }
    double own = bound(grouping, outer);
    double other = bound(grouping, inner);
    return maximum ? known(members, own, other) : known(members, other, own);
  }

  private static @Nullable Clamp known(List<Node> members, double low, double high) {
    return low <= high ? new Clamp(members, low, high) : null;
  }

  private static double bound(Grouping grouping, Node node) {
    List<String> inputs = node.inputs();
    return grouping.scalar(inputs.get(grouping.moves(inputs.get(0)) ? 1 : 0));
  }
}
