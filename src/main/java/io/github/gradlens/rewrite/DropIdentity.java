package io.github.gradlens.rewrite;

import io.github.gradlens.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Lets readers of an identity read what it copies. Keras 2 hides its activations behind IdentityN
 * with {@code _gradient_op_type}; behind this pass they are the ops that they are.
 *
 * <p>It leaves identities whose output was asked for by name, those that order effects by control
 * edges, and StopGradient, which is no identity to a derivative.
 */
public final class DropIdentity implements Pass {
  private static final Set<String> IDENTITIES =
      Set.of("Identity", "IdentityN", "Snapshot", "PreventGradient");

  @Override
  public String name() {
    return "drop-identity";
  }

  @Override
  public Rewritten apply(Subject subject) {
    Set<String> awaited = new HashSet<>();
    subject.network().order().forEach(node -> awaited.addAll(node.controls()));
    Map<String, String> sources = new HashMap<>();
    List<NodeDef> nodes = new ArrayList<>();
    for (Node node : subject.network().order()) {
      if (applies(subject, node, awaited)) {
        for (int i = 0; i < node.inputs().size(); i++) {
          String input = node.inputs().get(i);
          sources.put(node.output(i), sources.getOrDefault(input, input));
        }
      } else {
        nodes.add(rewired(node, sources));
      }
    }
    GraphDef graph = subject.graph().toBuilder().clearNode().addAllNode(nodes).build();
    return new Rewritten(graph, List.of());
  }

  private static boolean applies(Subject subject, Node node, Set<String> awaited) {
    boolean free = node.controls().isEmpty() && !awaited.contains(node.name());
    for (int i = 0; i < node.outputCount(); i++) {
      free &= !subject.kept().contains(node.output(i));
    }
    return free && IDENTITIES.contains(node.op());
  }

  private static NodeDef rewired(Node node, Map<String, String> sources) {
    if (node.inputs().stream().noneMatch(sources::containsKey)) {
      return node.def();
    }
    NodeDef.Builder def = node.def().toBuilder().clearInput();
    node.inputs().forEach(input -> def.addInput(sources.getOrDefault(input, input)));
    node.controls().forEach(control -> def.addInput("^" + control));
    return def.build();
  }
}
