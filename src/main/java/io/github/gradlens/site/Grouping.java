package io.github.gradlens.site;

import io.github.gradlens.graph.Constants;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.TensorFacts;
import io.github.gradlens.op.OpKind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A network while its ops are being grouped: which are taken, and what may be hidden. */
final class Grouping {
  private final Network network;
  private final TensorFacts facts;
  private final Set<String> visible;
  private final Set<String> flowing;
  private final Map<String, Integer> positions = new HashMap<>();
  private final Map<String, Group> taken = new HashMap<>();

  Grouping(Network network, TensorFacts facts, Set<String> kept) {
    this.network = network;
    this.facts = facts;
    visible = new HashSet<>(kept);
    visible.addAll(network.inputs());
    flowing = Flowing.tensors(network, facts, visible);
    for (Node node : network.order()) {
      positions.put(node.name(), positions.size());
    }
  }

  Network network() {
    return network;
  }

  void take(Group group) {
    group.members().forEach(node -> taken.put(node.name(), group));
  }

  /** The group that has a node, or null while it is free. */
  @Nullable Group groupOf(Node node) {
    return taken.get(node.name());
  }

  boolean isFree(Node node) {
    return !taken.containsKey(node.name());
  }

  /** Where the tensor's node stands in the network's order. */
  int position(String tensor) {
    return positions.getOrDefault(Node.nodeName(tensor), -1);
  }

  boolean moves(String tensor) {
    return !network.isStatic(tensor);
  }

  /** Whether a signal can flow through a tensor: the inputs of {@link #signals}. */
  boolean flows(String tensor) {
    return flowing.contains(tensor);
  }

  OpKind kind(Node node) {
    return Kinds.of(node, this::flows);
  }

  /** Whether an explanation may want to see a tensor, so that no group may hide it. */
  boolean isVisible(String tensor) {
    return visible.contains(tensor);
  }

  /** The one node that reads a tensor, and reads it once; null where the tensor is wanted. */
  @Nullable Node onlyReader(String tensor) {
    List<Node> readers = network.readers(tensor);
    return readers.size() == 1 && !isVisible(tensor) ? readers.get(0) : null;
  }

  /** The inputs of a node that move, each once; those among them that carry no signal too. */
  List<String> moving(Node node) {
    return node.inputs().stream().filter(this::moves).distinct().toList();
  }

  /** The inputs through which a signal can flow, each once. */
  List<String> signals(Node node) {
    return Kinds.signals(node, this::flows);
  }

  /** The node that makes the one signal that a node reads, where nobody else reads it; or null. */
  @Nullable Node innerOf(Node node) {
    List<String> signals = signals(node);
    return signals.size() != 1 || onlyReader(signals.get(0)) == null
        ? null
        : network.producer(signals.get(0));
  }

  /** The sizes of a tensor, −1 where unknown; null where the rank is. */
  long @Nullable [] sizes(String tensor) {
    return facts.sizes(tensor);
  }

  /** Whether two tensors have the same shape, as far as TensorFlow knows it. */
  boolean sameShape(String a, String b) {
    long[] first = facts.sizes(a);
    return first != null && Arrays.equals(first, facts.sizes(b));
  }

  boolean hasOneElement(String tensor) {
    long[] sizes = facts.sizes(tensor);
    return sizes != null && Arrays.stream(sizes).allMatch(size -> size == 1);
  }

  /** The value of a constant of one element, NaN where it is not known. */
  double scalar(String tensor) {
    double[] values = Constants.reals(network, tensor);
    return values != null && values.length == 1 ? values[0] : Double.NaN;
  }
}
