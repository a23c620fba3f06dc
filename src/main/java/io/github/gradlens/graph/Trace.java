package io.github.gradlens.graph;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/** One evaluation of a network: names of the flat graph → tensors of the graph being built. */
public final class Trace {
  private final Map<String, Operand<?>> tensors;
  private final Weights weights;
  private final Network network;
  private final Map<String, Operand<?>> given;

  Trace(
      Network network,
      Map<String, Operand<?>> given,
      Map<String, Operand<?>> tensors,
      Weights weights) {
    this.network = network;
    this.given = Map.copyOf(given);
    this.tensors = tensors;
    this.weights = weights;
  }

  public Network network() {
    return network;
  }

  /** The tensor of that name, weights included. */
  public Operand<?> of(String tensor) {
    @Nullable Operand<?> found = tensors.get(tensor);
    return found != null ? found : weights.of(tensor);
  }

  /** The given tensors on which a tensor depends. */
  public Set<String> sourcesOf(String tensor) {
    Set<String> sources = new LinkedHashSet<>();
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    open.push(tensor);
    while (!open.isEmpty()) {
      String next = open.pop();
      if (given.containsKey(next)) {
        sources.add(next);
      } else if (!network.isStatic(next) && seen.add(next)) {
        network.producer(next).inputs().forEach(open::push);
      }
    }
    return sources;
  }

  /** One more evaluation, in which some given tensors have other values. */
  public Trace moved(Emitter tf, Map<String, Operand<?>> values, Collection<String> wanted) {
    Map<String, Operand<?>> all = new HashMap<>(given);
    all.putAll(values);
    return network.at(tf, weights, all, wanted);
  }

  /** A tensor as one row an example, {@code [B, −1]}. */
  public Operand<?> rows(Emitter tf, Operand<?> tensor) {
    Operand<?> count = tf.reshape(examples(tf), tf.ints(1));
    return tf.reshape(tensor, tf.concat(0, count, tf.ints(-1)));
  }

  /** The number of examples, an int32 scalar. */
  public Operand<?> examples(Emitter tf) {
    Operand<?> any = given.get(network.inputs().get(0));
    if (any == null) {
      throw new IllegalStateException("input " + network.inputs().get(0) + " was given no value");
    }
    return tf.size(any, 0);
  }
}
