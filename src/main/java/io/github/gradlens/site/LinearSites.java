package io.github.gradlens.site;

import io.github.gradlens.graph.Constants;
import io.github.gradlens.graph.Node;
import io.github.gradlens.op.OpKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A linear op with what belongs to it: its bias, and explicit zero padding and reshapes around it.
 *
 * <p>Before the head stand <em>leads</em>: padding, the space-to-batch of a dilated convolution,
 * the reshape of a one-dimensional one. Behind it stand <em>trails</em>, which undo what leads did
 * before the bias is added. A reshape joins only where it stands between other members; alone it is
 * a structural site like any other.
 */
final class LinearSites {
  private static final Set<String> RESHAPES = Set.of("Reshape", "ExpandDims", "Squeeze");

  private LinearSites() {}

  /** The group of a weighted op, itself alone where nothing joins. */
  static Group around(Grouping grouping, Node head) {
    OpKind kind = grouping.kind(head);
    boolean diagonal = kind == OpKind.DIAGONAL;
    if (diagonal && head.inputs().size() != 2) {
      return new Group(List.of(head), head, null, kind);
    }
    List<Node> leads = diagonal ? List.of() : leads(grouping, head);
    List<Node> trails = new ArrayList<>();
    Node bias = trail(grouping, head, diagonal, trails);
    if (!isPair(grouping, spaceToBatch(leads), batchToSpace(trails))) {
      leads = before(leads, spaceToBatch(leads));
      Node end = batchToSpace(trails);
      bias = end == null ? bias : null;
      trails = before(trails, end);
    }
    if (bias == null) {
      Node end = batchToSpace(trails);
      trails = end == null ? List.of() : trails.subList(0, trails.indexOf(end) + 1);
    }
    leads = closed(leads, trails);
    List<Node> members = new ArrayList<>(leads);
    Collections.reverse(members);
    members.add(head);
    members.addAll(trails);
    if (bias != null) {
      members.add(bias);
    }
    return new Group(members, head, bias, kind);
  }

  /** What may stand before the head, nearest first. */
  private static List<Node> leads(Grouping grouping, Node head) {
    List<Node> leads = new ArrayList<>();
    Node first = head;
    while (true) {
      List<String> signals = grouping.signals(first);
      if (signals.size() != 1) {
        return leads;
      }
      String tensor = signals.get(0);
      Node lead = grouping.network().producer(tensor);
      boolean reshaped = leads.stream().anyMatch(n -> RESHAPES.contains(n.op()));
      if (grouping.onlyReader(tensor) == null
          || !grouping.isFree(lead)
          || !isLead(grouping, lead, reshaped)) {
        return leads;
      }
      leads.add(lead);
      first = lead;
    }
  }

  private static boolean isLead(Grouping grouping, Node node, boolean reshaped) {
    return switch (node.op()) {
      case "Pad", "SpaceToBatchND" -> true;
      case "PadV2" -> grouping.scalar(node.inputs().get(2)) == 0;
      case "ExpandDims", "Reshape" -> !reshaped;
      default -> false;
    };
  }

  /** Collects what stands between the head and its bias, and gives the bias, or null. */
  private static @Nullable Node trail(
      Grouping grouping, Node head, boolean diagonal, List<Node> trails) {
    String tensor = head.output(0);
    while (true) {
      Node next = grouping.onlyReader(tensor);
      if (next == null || !grouping.isFree(next)) {
        return null;
      }
      if (isBias(grouping, next, tensor)) {
        return next;
      }
      if (diagonal || !isTrail(next) || !next.inputs().get(0).equals(tensor)) {
        return null;
      }
      trails.add(next);
      tensor = next.output(0);
    }
  }

  private static boolean isTrail(Node node) {
    return RESHAPES.contains(node.op())
        || node.op().equals("Transpose")
        || node.op().equals("BatchToSpaceND");
  }

  /** Whether a node adds (or takes away) a static tensor and leaves the shape as it is. */
  private static boolean isBias(Grouping grouping, Node node, String tensor) {
    boolean first = node.inputs().get(0).equals(tensor);
    boolean adds =
        switch (node.op()) {
          case "BiasAdd", "BiasAddV1" -> first;
          case "Sub" -> first && grouping.sameShape(tensor, node.output(0));
          case "Add", "AddV2" -> grouping.sameShape(tensor, node.output(0));
          default -> false;
        };
    return adds && !grouping.moves(node.inputs().get(first ? 1 : 0));
  }

  private static @Nullable Node spaceToBatch(List<Node> leads) {
    return named(leads, "SpaceToBatchND");
  }

  private static @Nullable Node batchToSpace(List<Node> trails) {
    return named(trails, "BatchToSpaceND");
  }

  private static @Nullable Node named(List<Node> nodes, String op) {
    return nodes.stream().filter(n -> n.op().equals(op)).findFirst().orElse(null);
  }

  /** Both or neither, and of the same blocks: else a site's batch would differ at its ends. */
  private static boolean isPair(Grouping grouping, @Nullable Node to, @Nullable Node from) {
    if (to == null || from == null) {
      return to == null && from == null;
    }
    long[] blocks = Constants.integers(grouping.network(), to.inputs().get(1));
    return blocks != null
        && Arrays.equals(blocks, Constants.integers(grouping.network(), from.inputs().get(1)));
  }

  private static List<Node> before(List<Node> nodes, @Nullable Node end) {
    return end == null ? nodes : nodes.subList(0, nodes.indexOf(end));
  }

  /** Takes the outermost reshape away where neither padding nor a trail makes it an inner one. */
  private static List<Node> closed(List<Node> leads, List<Node> trails) {
    int end = leads.size();
    boolean undone = trails.stream().anyMatch(n -> RESHAPES.contains(n.op()));
    while (!undone && end > 0 && RESHAPES.contains(leads.get(end - 1).op())) {
      end--;
    }
    return leads.subList(0, end);
  }
}
