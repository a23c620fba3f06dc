package io.github.gradlens.model;

import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.TensorFacts;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an evaluation of one example holds, of which only moving tensors count. */
public final class ForwardMemory {
  private static final long BYTES_AN_ELEMENT = 4;

  private final Network network;
  private final TensorFacts facts;
  private final Set<String> upstream;

  public ForwardMemory(Network network, TensorFacts facts, String output) {
    this.network = network;
    this.facts = facts;
    this.upstream = network.upstreamOf(List.of(output));
  }

  /** Bytes, were all its tensors held at once, as a backward pass holds them. */
  public long all() {
    long bytes = 0;
    for (Node node : network.dynamicNodes()) {
      if (upstream.contains(node.name())) {
        bytes += bytes(node);
      }
    }
    return bytes;
  }

  /** The most bytes that are held at once where a tensor is freed once all have read it. */
  public long peak() {
    Map<String, String> last = new HashMap<>();
    for (Node node : network.dynamicNodes()) {
      if (upstream.contains(node.name())) {
        node.inputs().forEach(input -> last.put(Node.nodeName(input), node.name()));
      }
    }
    long held = 0;
    long peak = 0;
    for (Node node : network.dynamicNodes()) {
      if (!upstream.contains(node.name())) {
        continue;
      }
      held += bytes(node);
      peak = Math.max(peak, held);
      for (String input : new LinkedHashSet<>(node.inputs())) {
        Node made = network.node(Node.nodeName(input));
        if (made != null && node.name().equals(last.get(made.name())) && isMoving(made)) {
          last.remove(made.name());
          held -= bytes(made);
        }
      }
    }
    return peak;
  }

  private boolean isMoving(Node node) {
    return !network.isStatic(node.output(0));
  }

  private long bytes(Node node) {
    long[] sizes = facts.sizes(node.output(0));
    if (sizes == null) {
      return 0;
    }
    long elements = 1;
    for (long size : sizes) {
      elements *= Math.max(1, size);
    }
    return elements * BYTES_AN_ELEMENT;
  }
}
