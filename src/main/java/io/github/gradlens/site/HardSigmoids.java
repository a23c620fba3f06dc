package io.github.gradlens.site;

import io.github.gradlens.graph.Node;
import io.github.gradlens.op.OpKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hard sigmoids: piecewise linear, from 0 to 1, with 1/2 at 0. Keras writes relu6(x + 3)/6 and
 * clip(0.2·x + 0.5, 0, 1).
 */
final class HardSigmoids {
  private static final double NEAR = 1e-4;

  private HardSigmoids() {}

  /** The hard sigmoid whose last op this is, or null. */
  static @Nullable Group endingWith(Grouping grouping, Node last) {
    List<Node> members = members(grouping, last);
    return members != null && members.stream().allMatch(grouping::isFree)
        ? new Group(members, last, null, OpKind.ACTIVATION)
        : null;
  }

  /** The ops of the hard sigmoid that ends here, or null. */
  static @Nullable List<Node> members(Grouping grouping, Node last) {
    List<Node> members = new ArrayList<>();
    double unit = scale(grouping, last);
    Node end = last;
    if (!Double.isNaN(unit)) {
      members.add(last);
      end = grouping.innerOf(last);
    }
    Clamp clamp = end == null ? null : Clamp.endingWith(grouping, end);
    if (clamp == null) {
      return null;
    }
    members.addAll(clamp.members());
    Node shift = grouping.innerOf(members.get(members.size() - 1));
    if (shift == null || !isShift(grouping, shift)) {
      return null;
    }
    members.add(shift);
    Node slope = grouping.innerOf(shift);
    if (slope != null && scale(grouping, slope) > 0) {
      members.add(slope);
    }
    Collections.reverse(members);
    double factor = Double.isNaN(unit) ? 1 : unit;
    boolean fromZeroToOne =
        Math.abs(clamp.low() * factor) < NEAR && Math.abs(clamp.high() * factor - 1) < NEAR;
    boolean halfAtZero = Math.abs(AtZero.of(grouping, members) - 0.5) < NEAR;
    return fromZeroToOne && halfAtZero ? members : null;
  }

  private static boolean isShift(Grouping grouping, Node node) {
    return switch (node.op()) {
      case "Add", "AddV2" -> true;
      case "Sub" -> grouping.moves(node.inputs().get(0));
      default -> false;
    };
  }

  /** The known factor by which a node multiplies, or NaN. */
  private static double scale(Grouping grouping, Node node) {
    if (grouping.signals(node).size() != 1 || node.inputs().size() != 2) {
      return Double.NaN;
    }
    boolean first = grouping.moves(node.inputs().get(0));
    double value = grouping.scalar(node.inputs().get(first ? 1 : 0));
    return switch (node.op()) {
      case "Mul" -> value;
      case "RealDiv", "Div" -> first ? 1 / value : Double.NaN;
      default -> Double.NaN;
    };
  }
}
