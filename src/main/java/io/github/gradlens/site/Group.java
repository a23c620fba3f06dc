package io.github.gradlens.site;

import io.github.gradlens.graph.Node;
import io.github.gradlens.op.OpKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ops that make one site, before it is known what the site reads.
 *
 * @param members the ops, each behind what it reads
 * @param bias the member that adds a bias, or null
 */
record Group(List<Node> members, Node head, @Nullable Node bias, OpKind kind) {
  Group {
    members = List.copyOf(members);
  }

  Node last() {
    return members.get(members.size() - 1);
  }
}
