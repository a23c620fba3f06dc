package io.github.gradlens.model;

import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import io.github.gradlens.site.Site;
import io.github.gradlens.site.Sites;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The trained variables of a network by layer, as the model was saved and before any folding:
 * kernels, biases, γ and β. What a batch norm has counted, its moving mean and variance, was not
 * trained and is left out.
 *
 * <p>Ops belong to one layer where their names agree but for the last part, which is how Keras and
 * TensorFlow name a layer's ops; a variable that several layers read belongs to the first.
 */
final class WeightedLayers {
  private static final Pattern COUNTED =
      Pattern.compile("(?i).*(moving|running)_?(mean|var).*|.*/(mean|variance)(_\\d+)?");
  private static final int MEAN = 3;
  private static final int VARIANCE = 4;

  private WeightedLayers() {}

  /** Variables by layer, in the order of the network. */
  static List<List<String>> of(FlatSignature signature) {
    Network network = signature.network();
    Set<String> counted = counted(network);
    Map<String, Set<String>> layers = new LinkedHashMap<>();
    Set<String> taken = new LinkedHashSet<>();
    for (Site site : Sites.of(network, signature.facts(), Set.of()).all()) {
      for (Node member : site.members()) {
        for (String input : member.inputs()) {
          if (!network.isStatic(input)) {
            continue;
          }
          for (String variable : variables(network, input)) {
            if (!counted.contains(variable) && taken.add(variable)) {
              layers.computeIfAbsent(layer(site), key -> new LinkedHashSet<>()).add(variable);
            }
          }
        }
      }
    }
    return layers.values().stream().map(names -> List.copyOf(names)).toList();
  }

  private static String layer(Site site) {
    String name = site.name();
    int slash = name.lastIndexOf('/');
    String scope = slash < 0 ? name : name.substring(0, slash);
    return scope.endsWith("/batchnorm") ? scope.substring(0, scope.lastIndexOf('/')) : scope;
  }

  private static Set<String> counted(Network network) {
    Set<String> found = new LinkedHashSet<>();
    for (Node node : network.order()) {
      String variable = StaticOps.variableOf(node);
      if (variable != null && COUNTED.matcher(variable).matches()) {
        found.add(variable);
      }
      if (node.op().startsWith("FusedBatchNorm")) {
        found.addAll(variables(network, node.inputs().get(MEAN)));
        found.addAll(variables(network, node.inputs().get(VARIANCE)));
      }
      if (node.op().equals("Rsqrt") && network.isStatic(node.output(0))) {
        found.addAll(variables(network, node.inputs().get(0)));
      }
      // β − μ·(γ/σ): of what a variable is subtracted from, the part beside γ/σ is the mean.
      if (node.op().equals("Sub") && network.isStatic(node.output(0))) {
        Node product = network.producer(node.inputs().get(1));
        if (product.op().equals("Mul")) {
          for (String factor : product.inputs()) {
            List<String> own = variables(network, factor);
            if (own.size() == 1 && isRead(network, factor)) {
              found.add(own.get(0));
            }
          }
        }
      }
    }
    return found;
  }

  private static boolean isRead(Network network, String tensor) {
    return StaticOps.variableOf(network.producer(tensor)) != null;
  }

  private static List<String> variables(Network network, String tensor) {
    List<String> found = new ArrayList<>();
    for (String name : network.upstreamOf(List.of(tensor))) {
      Node node = network.node(name);
      String variable = node == null ? null : StaticOps.variableOf(node);
      if (variable != null) {
        found.add(variable);
      }
    }
    return found;
  }
}
