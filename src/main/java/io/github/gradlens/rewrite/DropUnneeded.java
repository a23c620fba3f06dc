package io.github.gradlens.rewrite;

import io.github.gradlens.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** Leaves out what no kept tensor and no input needs. */
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
