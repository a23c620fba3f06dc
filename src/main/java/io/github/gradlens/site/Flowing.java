package io.github.gradlens.site;

import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.TensorFacts;
import io.github.gradlens.op.OpCatalogue;
import io.github.gradlens.op.OpKind;
import io.github.gradlens.op.OpRow;
import java.util.HashSet;
import java.util.Set;
import org.tensorflow.proto.DataType;

/**
 * The tensors through which a signal can flow: real ones that depend on a real input, or on a
 * tensor that may be explained, through ops that carry signals. A mask made of ids, a dropout's
 * draw or a shape moves from example to example and is a constant to every rule all the same.
 */
final class Flowing {
  private Flowing() {}

  static Set<String> tensors(Network network, TensorFacts facts, Set<String> explained) {
    Set<String> flowing = new HashSet<>();
    for (Node node : network.order()) {
      OpRow row = OpCatalogue.find(node.op());
      boolean silent = row != null && row.kind() == OpKind.NO_SIGNAL;
      boolean carried = false;
      for (int i = 0; i < node.inputs().size() && !silent; i++) {
        boolean carries = row == null || row.signals().carries(i, node.inputs().size());
        carried |= carries && flowing.contains(node.inputs().get(i));
      }
      for (int i = 0; i < node.outputCount(); i++) {
        String tensor = node.output(i);
        if ((carried || explained.contains(tensor)) && isReal(facts, tensor)) {
          flowing.add(tensor);
        }
      }
    }
    return flowing;
  }

  private static boolean isReal(TensorFacts facts, String tensor) {
    TensorFacts.Fact fact = facts.find(tensor);
    DataType type = fact == null ? DataType.DT_FLOAT : fact.type();
    return switch (type) {
      case DT_FLOAT, DT_DOUBLE, DT_HALF, DT_BFLOAT16, DT_COMPLEX64, DT_COMPLEX128 -> true;
      case DT_VARIANT, DT_RESOURCE -> true;
      default -> false;
    };
  }
}
