package io.github.gradlens.site;

import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import io.github.gradlens.op.OpCatalogue;
import io.github.gradlens.op.OpKind;
import io.github.gradlens.op.OpRow;
import io.github.gradlens.op.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sites of a network, each behind what it reads. */
public final class Sites {
  private final List<Site> all;

  private Sites(List<Site> all) {
    this.all = all;
  }

  public List<Site> all() {
    return all;
  }

  /**
   * Groups the moving ops of a network.
   *
   * @param kept tensors that stay visible: no site may hide them inside itself
   */
  public static Sites of(Network network, Set<String> kept) {
    Set<String> nonNegative = nonNegativeTensors(network);
    Map<String, List<Node>> groups = new HashMap<>();
    List<List<Node>> order = new ArrayList<>();
    for (Node node : network.dynamicNodes()) {
      List<Node> group = joins(network, node, kept, groups);
      if (group == null) {
        group = new ArrayList<>();
        order.add(group);
      }
      group.add(node);
      groups.put(node.name(), group);
    }
    return new Sites(order.stream().map(group -> site(network, group, nonNegative)).toList());
  }

  /** The group of the linear op whose bias this node adds, or null. */
  private static @Nullable List<Node> joins(
      Network network, Node node, Set<String> kept, Map<String, List<Node>> groups) {
    OpRow row = OpCatalogue.find(node.op());
    if (row == null || (row.kind() != OpKind.BIAS && !node.op().startsWith("Add"))) {
      return null;
    }
    if (node.inputs().size() != 2) {
      return null;
    }
    boolean firstMoves = !network.isStatic(node.inputs().get(0));
    boolean secondMoves = !network.isStatic(node.inputs().get(1));
    if (firstMoves == secondMoves) {
      return null;
    }
    String moving = node.inputs().get(firstMoves ? 0 : 1);
    List<Node> group = groups.get(Node.nodeName(moving));
    if (group == null
        || group.size() != 1
        || kept.contains(moving)
        || network.readers(moving).size() != 1) {
      return null;
    }
    OpRow head = OpCatalogue.find(group.get(0).op());
    boolean weighted = head != null && kind(network, group.get(0), head).isWeighted();
    return weighted ? group : null;
  }

  private static Site site(Network network, List<Node> members, Set<String> nonNegative) {
    Set<String> own = new HashSet<>();
    members.forEach(node -> own.add(node.name()));
    Set<String> inputs = new LinkedHashSet<>();
    for (Node node : members) {
      OpRow row = OpCatalogue.find(node.op());
      for (int i = 0; i < node.inputs().size(); i++) {
        String input = node.inputs().get(i);
        boolean carries = row == null || row.signals().carries(i, node.inputs().size());
        if (carries && !network.isStatic(input) && !own.contains(Node.nodeName(input))) {
          inputs.add(input);
        }
      }
    }
    Node last = members.get(members.size() - 1);
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < last.outputCount(); i++) {
      outputs.add(last.output(i));
    }
    Node head = members.get(0);
    OpRow row = OpCatalogue.find(head.op());
    OpKind kind = row == null ? OpKind.CONTROL_FLOW : kind(network, head, row);
    return new Site(
        members,
        head,
        members.size() > 1 ? last : null,
        kind,
        List.copyOf(inputs),
        outputs,
        nonNegative.containsAll(inputs),
        null,
        row != null && row.zeroAtZero());
  }

  /** A product is linear where one factor is static and bilinear where both move. */
  static OpKind kind(Network network, Node node, OpRow row) {
    if (row.kind() == OpKind.NO_SIGNAL || row.kind() == OpKind.CONTROL_FLOW) {
      return row.kind();
    }
    int moving = 0;
    boolean asItsKind = true;
    int count = node.inputs().size();
    for (int i = 0; i < count; i++) {
      if (row.signals().carries(i, count) && !network.isStatic(node.inputs().get(i))) {
        moving++;
        asItsKind &= row.linear().carries(i, count);
      }
    }
    return switch (row.kind()) {
      case CONVOLUTION, DENSE, DIAGONAL -> {
        if (moving > 1) {
          yield OpKind.BILINEAR;
        }
        boolean alone = count == 1 && row.kind() == OpKind.DENSE;
        yield alone ? OpKind.AVERAGE : asItsKind ? row.kind() : OpKind.ACTIVATION;
      }
      case SUM -> moving == 1 ? OpKind.BIAS : OpKind.SUM;
      case SELECTION -> {
        boolean bounded = row.signals().carries(0, count);
        yield bounded && moving == 1 ? OpKind.ACTIVATION : OpKind.SELECTION;
      }
      default -> row.kind();
    };
  }

  private static Set<String> nonNegativeTensors(Network network) {
    Set<String> found = new HashSet<>();
    for (Node node : network.order()) {
      OpRow row = OpCatalogue.find(node.op());
      if (row == null || row.range() == Range.ANY) {
        continue;
      }
      boolean holds = row.range() == Range.NON_NEGATIVE;
      if (!holds) {
        holds = true;
        for (int i = 0; i < node.inputs().size(); i++) {
          if (row.signals().carries(i, node.inputs().size())) {
            holds &= found.contains(node.inputs().get(i));
          }
        }
      }
      if (holds) {
        for (int i = 0; i < node.outputCount(); i++) {
          found.add(node.output(i));
        }
      }
    }
    return found;
  }
}
