package io.github.gradlens.rewrite;

import io.github.gradlens.graph.FoldedShift;
import io.github.gradlens.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** Leaves out what no kept tensor, no input and no {@link FoldedShift} needs. */
public final class DropUnneeded implements Pass {
  @Override
  public String name() {
    return "drop-unneeded";
  }

  @Override
  public Rewritten apply(Subject subject) {
    List<String> roots = new ArrayList<>(subject.kept());
    roots.addAll(subject.network().inputs());
    Set<String> needed = subject.network().upstreamOf(roots);
    List<String> named = new ArrayList<>();
    for (Node node : subject.network().order()) {
      String shift = needed.contains(node.name()) ? FoldedShift.of(node) : null;
      if (shift != null) {
        named.add(shift);
      }
    }
    needed.addAll(subject.network().upstreamOf(named));
    List<NodeDef> nodes = new ArrayList<>();
    for (Node node : subject.network().order()) {
      if (needed.contains(node.name())) {
        nodes.add(node.def());
      }
    }
    GraphDef graph = subject.graph().toBuilder().clearNode().addAllNode(nodes).build();
    return new Rewritten(graph, List.of());
  }
}
