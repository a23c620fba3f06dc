package io.github.gradlens.site;

import io.github.gradlens.graph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Ops that together are a function of one tensor, with inner tensors that nobody else reads.
 *
 * @param input the tensor
 * @param members the ops, each behind what it reads
 */
record Region(String input, List<Node> members) {
  /** No activation or normalisation takes more; a longer walk is on its way through a network. */
  private static final int MOST = 40;

  Region {
    members = List.copyOf(members);
  }

  /**
   * The smallest region that ends with a node, or null. It is grown by the producer that stands
   * latest until all that is left to read is one tensor: the nearest through which every way leads.
   */
  static @Nullable Region endingWith(Grouping grouping, Node last, Predicate<Node> allowed) {
    TreeSet<String> open =
        new TreeSet<>(
            Comparator.<String>comparingInt(grouping::position)
                .thenComparing(Comparator.naturalOrder()));
    open.addAll(grouping.moving(last));
    Set<Node> members = new HashSet<>(Set.of(last));
    while (open.size() > 1) {
      String tensor = open.pollLast();
      Node node = tensor == null ? null : grouping.network().producer(tensor);
      if (node == null
          || members.size() == MOST
          || node.outputCount() != 1
          || grouping.isVisible(node.output(0))
          || !grouping.isFree(node)
          || !allowed.test(node)) {
        return null;
      }
      members.add(node);
      open.addAll(grouping.moving(node));
    }
    for (Node node : members) {
      boolean inner = members.containsAll(grouping.network().readers(node.output(0)));
      if (!node.equals(last) && !inner) {
        return null;
      }
    }
    List<Node> ordered = new ArrayList<>(members);
    ordered.sort(Comparator.comparingInt(node -> grouping.position(node.output(0))));
    return open.isEmpty() ? null : new Region(open.first(), ordered);
  }
}
