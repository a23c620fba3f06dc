package io.github.gradlens.rewrite;

import io.github.gradlens.graph.Node;
import io.github.gradlens.op.OpCatalogue;
import io.github.gradlens.op.OpKind;
import io.github.gradlens.op.OpRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Dense and convolution layers, and the ops that move their output without mixing channels: a
 * one-dimensional convolution squeezes an axis out, a dilated one gathers its blocks, a dense layer
 * on a sequence is reshaped.
 */
final class LinearOps {
  private static final Set<String> CARRIERS =
      Set.of("Squeeze", "ExpandDims", "Reshape", "BatchToSpaceND");

  private LinearOps() {}

  /** Whether a node is linear in one moving tensor, with a static weight. */
  static boolean isLinear(Pass.Subject subject, Node node) {
    OpRow row = OpCatalogue.find(node.op());
    if (row == null || (row.kind() != OpKind.CONVOLUTION && row.kind() != OpKind.DENSE)) {
      return false;
    }
    int count = node.inputs().size();
    int signals = 0;
    int moving = 0;
    for (int i = 0; i < count; i++) {
      if (row.signals().carries(i, count)) {
        signals++;
        moving += subject.network().isStatic(node.inputs().get(i)) ? 0 : 1;
      }
    }
    return signals > 1 && moving == 1;
  }

  /** The carriers behind a node that keep its last axis, none of them read by anyone else. */
  static List<Node> carriersBehind(Pass.Subject subject, Node node) {
    List<Node> carriers = new ArrayList<>();
    String end = node.output(0);
    while (subject.isPrivate(end)) {
      Node next = subject.network().readers(end).get(0);
      if (!next.inputs().get(0).equals(end) || !isCarrier(subject, next)) {
        break;
      }
      carriers.add(next);
      end = next.output(0);
    }
    return carriers;
  }

  /** Whether a tensor is a layer's output before its bias, seen through carriers. */
  static boolean makes(Pass.Subject subject, String tensor) {
    String end = tensor;
    while (subject.isPrivate(end)) {
      Node node = subject.network().producer(end);
      if (isLinear(subject, node)) {
        return true;
      }
      if (!isCarrier(subject, node)) {
        return false;
      }
      end = node.inputs().get(0);
    }
    return false;
  }

  private static boolean isCarrier(Pass.Subject subject, Node node) {
    return CARRIERS.contains(node.op())
        && node.controls().isEmpty()
        && lastAxis(subject, node.output(0)) > 0
        && lastAxis(subject, node.output(0)) == lastAxis(subject, node.inputs().get(0));
  }

  /** The size of a tensor's last axis, −1 where it is unknown. */
  static long lastAxis(Pass.Subject subject, String tensor) {
    long[] sizes = subject.facts().sizes(tensor);
    return sizes == null || sizes.length == 0 ? -1 : sizes[sizes.length - 1];
  }
}
