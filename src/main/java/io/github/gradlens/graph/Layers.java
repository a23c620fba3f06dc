package io.github.gradlens.graph;

import io.github.gradlens.error.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names by which users call tensors. A layer is a name scope; its output is the float tensor
 * that is read outside the scope, behind the layer's built-in activation.
 */
public final class Layers {
  private final Network network;
  private final TensorFacts facts;
  private final Map<String, List<String>> scopes;

  private Layers(Network network, TensorFacts facts, Map<String, List<String>> scopes) {
    this.network = network;
    this.facts = facts;
    this.scopes = scopes;
  }

  public static Layers of(Network network, TensorFacts facts) {
    Map<String, Set<String>> members = new LinkedHashMap<>();
    for (Node node : network.dynamicNodes()) {
      String name = node.name();
      for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
        members.computeIfAbsent(name.substring(0, slash), key -> new LinkedHashSet<>()).add(name);
      }
    }
    Map<String, List<String>> scopes = new LinkedHashMap<>();
    members.forEach((scope, nodes) -> scopes.put(scope, leaving(network, facts, nodes)));
    return new Layers(network, facts, scopes);
  }

  /** Every scope with one output, by its last name; for lists. */
  public Map<String, String> outputs() {
    Map<String, String> found = new LinkedHashMap<>();
    Map<String, Integer> uses = new LinkedHashMap<>();
    scopes.forEach(
        (scope, tensors) -> {
          if (tensors.size() == 1 && scope.contains("/")) {
            String last = scope.substring(scope.lastIndexOf('/') + 1);
            uses.merge(last, 1, Integer::sum);
            found.put(last, tensors.get(0));
          }
        });
    found.keySet().removeIf(name -> uses.getOrDefault(name, 0) > 1);
    return found;
  }

  /**
   * The tensor that a name stands for: a tensor {@code node:0}, a node, or a layer.
   *
   * @throws UsageException where nothing or more than one thing has the name
   */
  public String resolve(String text, String option) {
    String tensor = Node.tensorName(text);
    if (facts.find(tensor) != null) {
      return tensor;
    }
    List<String> matches = matching(text);
    if (matches.isEmpty()) {
      matches = matching(text + "_1");
    }
    if (matches.isEmpty() && text.endsWith("_1")) {
      matches = matching(text.substring(0, text.length() - 2));
    }
    if (matches.size() > 1) {
      throw new UsageException(
          option
              + " '"
              + text
              + "' is ambiguous; it may be "
              + String.join(", ", matches.subList(0, Math.min(5, matches.size())))
              + ". Give one of these tensors");
    }
    if (matches.isEmpty()) {
      throw new UsageException(
          "no layer or tensor '"
              + text
              + "' for "
              + option
              + "; nearest are "
              + String.join(", ", nearest(text))
              + " (gradlens inspect lists all)");
    }
    return matches.get(0);
  }

  /** The outputs of the outermost scopes of that name. */
  private List<String> matching(String name) {
    Set<String> found = new LinkedHashSet<>();
    scopes.forEach(
        (scope, tensors) -> {
          if (scope.equals(name) || scope.endsWith("/" + name)) {
            found.addAll(tensors);
          }
        });
    if (found.isEmpty()) {
      for (Node node : network.dynamicNodes()) {
        if (node.name().endsWith("/" + name)) {
          found.add(node.output(0));
        }
      }
    }
    return new ArrayList<>(found);
  }

  /** The float tensors of these nodes that others read or nobody reads. */
  private static List<String> leaving(Network network, TensorFacts facts, Set<String> nodes) {
    List<String> found = new ArrayList<>();
    for (String name : nodes) {
      Node node = network.node(name);
      for (int i = 0; node != null && i < node.outputCount(); i++) {
        String tensor = node.output(i);
        TensorFacts.Fact fact = facts.find(tensor);
        List<Node> readers = network.readers(tensor);
        boolean read = readers.stream().anyMatch(reader -> !nodes.contains(reader.name()));
        if (fact != null
            && Emitter.isReal(fact.type())
            && (read || (readers.isEmpty() && i == 0))) {
          found.add(tensor);
        }
      }
    }
    return found;
  }

  private List<String> nearest(String text) {
    List<String> names = new ArrayList<>(outputs().keySet());
    names.sort(java.util.Comparator.comparingInt(name -> distance(name, text)));
    return names.subList(0, Math.min(5, names.size()));
  }

  /** Levenshtein's edit distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int value = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + cost);
        diagonal = row[j];
        row[j] = value;
      }
    }
    return row[b.length()];
  }
}
