package io.github.gradlens.site;

import io.github.gradlens.graph.Node;
import io.github.gradlens.op.OpKind;
import java.util.List;

/**
 * What a rule speaks of: one op, or a linear op together with its bias.
 *
 * @param members the ops, each behind what it reads
 * @param kind what the site is
 * @param inputs the moving tensors that it reads and through which a signal can flow, each once
 * @param outputs the tensors of the site that others read
 * @param nonNegativeInput whether every signal input is known to be ≥ 0
 */
public record Site(
    List<Node> members,
    OpKind kind,
    List<String> inputs,
    List<String> outputs,
    boolean nonNegativeInput) {

  public Site {
    members = List.copyOf(members);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** The op that gives the site its kind: the first member. */
  public Node head() {
    return members.get(0);
  }

  public Node last() {
    return members.get(members.size() - 1);
  }

  public String name() {
    return head().name();
  }
}
