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
 * edges, and StopGradient, which is no identity to a derivative. To wait for a constant, or for a
 * read where nothing writes, orders nothing: every function of a Keras export ends so, also one
 * that stands between a convolution and its bias.
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
    Set<String> idle = idle(subject);
    Map<String, String> sources = new HashMap<>();
    List<NodeDef> nodes = new ArrayList<>();
    for (Node node : subject.network().order()) {
      if (applies(subject, node, awaited, idle)) {
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

  /**
   * The nodes that nobody need wait for, because neither they nor what they wait for do a thing.
   */
  private static Set<String> idle(Subject subject) {
    boolean written = FreezeVariables.mustStayLive(subject.graph());
    Set<String> idle = new HashSet<>();
    for (Node node : subject.network().order()) {
      boolean still =
          switch (node.op()) {
            case "NoOp", "Const" -> true;
            case "ReadVariableOp" -> !written;
            default -> false;
          };
      if (still && idle.containsAll(node.controls())) {
        idle.add(node.name());
      }
    }
    return idle;
  }

  private static boolean applies(
      Subject subject, Node node, Set<String> awaited, Set<String> idle) {
    boolean free = idle.containsAll(node.controls()) && !awaited.contains(node.name());
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
