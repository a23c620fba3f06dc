package io.github.gradlens.site;

import io.github.gradlens.graph.Constants;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.TensorFacts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a tensor has its channels first, directly behind the batch, or last. The nearest op with
 * a {@code data_format} tells, before the tensor or behind it, and transposes between turn its
 * answer. Where none does, channels are last, as TensorFlow's layers have them.
 */
final class ChannelAxis {
  private ChannelAxis() {}

  static boolean isFirst(Network network, TensorFacts facts, String tensor) {
    Boolean made = asMade(network, facts, tensor);
    Boolean known = made != null ? made : asRead(network, facts, tensor, new HashSet<>());
    return known != null && known;
  }

  /** From the op that makes the tensor backwards. */
  private static @Nullable Boolean asMade(Network network, TensorFacts facts, String tensor) {
    Deque<long[]> turns = new ArrayDeque<>();
    String here = tensor;
    while (true) {
      Node node = network.producer(here);
      Boolean first = format(node, facts, here);
      if (first != null) {
        for (long[] turn : turns) {
          first = first == null ? null : turned(turn, first);
        }
        return first;
      }
      if (node.op().equals("Transpose")) {
        long[] turn = Constants.integers(network, node.inputs().get(1));
        if (turn == null) {
          return null;
        }
        turns.push(turn);
      }
      String next = null;
      for (String input : node.inputs()) {
        if (next == null && !network.isStatic(input) && keeps(node, facts, input, here)) {
          next = input;
        }
      }
      if (next == null) {
        return null;
      }
      here = next;
    }
  }

  /** From the ops that read the tensor onwards. */
  private static @Nullable Boolean asRead(
      Network network, TensorFacts facts, String tensor, Set<String> seen) {
    if (!seen.add(tensor)) {
      return null;
    }
    for (Node reader : network.readers(tensor)) {
      Boolean first = format(reader, facts, tensor);
      if (first == null && keeps(reader, facts, tensor, reader.output(0))) {
        first = asRead(network, facts, reader.output(0), seen);
        if (first != null && reader.op().equals("Transpose")) {
          long[] turn = Constants.integers(network, reader.inputs().get(1));
          first = turn == null ? null : turnedBack(turn, first);
        }
      }
      if (first != null) {
        return first;
      }
    }
    return null;
  }

  private static @Nullable Boolean format(Node node, TensorFacts facts, String tensor) {
    String format = node.text("data_format", "");
    long[] sizes = facts.sizes(tensor);
    boolean silent = format.isEmpty() || sizes == null || sizes.length < 3;
    return silent ? null : format.startsWith("NC");
  }

  /** Whether an op's result has its axes where this input has them, up to a transposition. */
  private static boolean keeps(Node node, TensorFacts facts, String input, String output) {
    long[] before = facts.sizes(input);
    long[] after = facts.sizes(output);
    boolean conv1d = node.op().equals("Squeeze") || node.op().equals("ExpandDims");
    boolean sameRank = before != null && after != null && before.length == after.length;
    return conv1d || (sameRank && !node.op().equals("Reshape"));
  }

  /**
   * What a transposition makes of channels that were first or last; null where they are neither.
   */
  private static @Nullable Boolean turned(long[] turn, boolean first) {
    int from = first ? 1 : turn.length - 1;
    boolean last = turn[turn.length - 1] == from;
    return (turn[1] == from || last) ? !last : null;
  }

  private static @Nullable Boolean turnedBack(long[] turn, boolean first) {
    long from = turn[first ? 1 : turn.length - 1];
    boolean last = from == turn.length - 1;
    return (from == 1 || last) ? !last : null;
  }
}
