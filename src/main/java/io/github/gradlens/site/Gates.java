package io.github.gradlens.site;

import io.github.gradlens.graph.Node;
import io.github.gradlens.op.OpKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which factor of a product is a gate: one that a sigmoid or hard sigmoid makes, as in
 * squeeze-and-excite blocks, LSTMs and gated linear units. It weighs the other, which is the signal
 * (Arras et al. 2017).
 */
final class Gates {
  private Gates() {}

  /** The gate among the factors of a product, or null where none or more than one is. */
  static @Nullable String of(Grouping grouping, Node product) {
    if (!product.op().equals("Mul") && !product.op().equals("MulNoNan")) {
      return null;
    }
    List<String> factors = grouping.signals(product);
    List<String> gates = factors.stream().filter(factor -> isGate(grouping, factor)).toList();
    return factors.size() == 2 && gates.size() == 1 ? gates.get(0) : null;
  }

  private static boolean isGate(Grouping grouping, String factor) {
    String tensor = factor;
    while (true) {
      Node node = grouping.network().producer(tensor);
      if (node.op().equals("Sigmoid") || HardSigmoids.members(grouping, node) != null) {
        return true;
      }
      List<String> signals = grouping.signals(node);
      boolean passes = grouping.kind(node) == OpKind.STRUCTURAL;
      if (signals.size() != 1 || !(passes || isComplement(grouping, node))) {
        return isUnitClamp(grouping, node);
      }
      tensor = signals.get(0);
    }
  }

  /** 1 − σ(x) = σ(−x): the other gate of a GRU. */
  private static boolean isComplement(Grouping grouping, Node node) {
    return node.op().equals("Sub") && grouping.scalar(node.inputs().get(0)) == 1;
  }

  /** A hard sigmoid whose slope and shift went into the layer before it. */
  private static boolean isUnitClamp(Grouping grouping, Node node) {
    Clamp clamp = Clamp.endingWith(grouping, node);
    return clamp != null && clamp.low() == 0 && clamp.high() == 1;
  }
}
