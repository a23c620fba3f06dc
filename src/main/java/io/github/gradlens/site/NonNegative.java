package io.github.gradlens.site;

import io.github.gradlens.graph.Constants;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import io.github.gradlens.op.OpCatalogue;
import io.github.gradlens.op.OpRow;
import io.github.gradlens.op.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tensors that are known to be ≥ 0 for every input. */
final class NonNegative {
  private NonNegative() {}

  static Set<String> tensors(Network network) {
    Set<String> found = new HashSet<>();
    for (Node node : network.order()) {
      if (holds(network, node, found)) {
        for (int i = 0; i < node.outputCount(); i++) {
          found.add(node.output(i));
        }
      }
    }
    return found;
  }

  private static boolean holds(Network network, Node node, Set<String> found) {
    List<String> signals = signals(node);
    switch (node.op()) {
      case "Const" -> {
        double[] values = Constants.reals(network, node.output(0));
        return values != null && Arrays.stream(values).allMatch(value -> value >= 0);
      }
      case "Maximum" -> {
        return signals.stream().anyMatch(found::contains);
      }
      case "ClipByValue" -> {
        // the lower bound, or all three
        return found.contains(node.inputs().get(1)) || found.containsAll(signals);
      }
      default -> {
        OpRow row = OpCatalogue.find(node.op());
        return row != null
            && (row.range() == Range.NON_NEGATIVE
                || (row.range() == Range.AS_INPUTS && found.containsAll(signals)));
      }
    }
  }

  private static List<String> signals(Node node) {
    OpRow row = OpCatalogue.find(node.op());
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      if (row != null && row.signals().carries(i, node.inputs().size())) {
        inputs.add(node.inputs().get(i));
      }
    }
    return inputs;
  }
}
