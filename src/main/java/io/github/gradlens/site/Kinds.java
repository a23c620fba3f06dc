package io.github.gradlens.site;

import io.github.gradlens.graph.Node;
import io.github.gradlens.op.OpCatalogue;
import io.github.gradlens.op.OpKind;
import io.github.gradlens.op.OpRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What an op is where it stands: that depends on which of its inputs move. */
final class Kinds {
  private Kinds() {}

  /** A product is linear where one factor is static and bilinear where both move. */
  static OpKind of(Node node, Predicate<String> flows) {
    OpRow row = OpCatalogue.find(node.op());
    if (row == null) {
      return OpKind.CONTROL_FLOW;
    }
    if (row.kind() == OpKind.NO_SIGNAL || row.kind() == OpKind.CONTROL_FLOW) {
      return row.kind();
    }
    int moving = 0;
    boolean asItsKind = true;
    int count = node.inputs().size();
    for (int i = 0; i < count; i++) {
      if (row.signals().carries(i, count) && flows.test(node.inputs().get(i))) {
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

  /** The inputs through which a signal can flow, each once. */
  static List<String> signals(Node node, Predicate<String> flows) {
    OpRow row = OpCatalogue.find(node.op());
    List<String> inputs = node.inputs();
    List<String> found = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      boolean carries = row == null || row.signals().carries(i, inputs.size());
      if (carries && flows.test(inputs.get(i)) && !found.contains(inputs.get(i))) {
        found.add(inputs.get(i));
      }
    }
    return found;
  }
}
