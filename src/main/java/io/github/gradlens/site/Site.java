package io.github.gradlens.site;

import io.github.gradlens.graph.Node;
import io.github.gradlens.op.OpKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule speaks of: one op, or several that make one function together: a linear op with its
 * padding and bias, an activation that a model spells out in several ops.
 *
 * @param members the ops, each behind what it reads
 * @param head the member that gives the site its kind and name; of a linear site the one with the
 *     weight
 * @param bias the member that adds the bias of a linear site: the last one, or null
 * @param kind what the site is
 * @param inputs the moving tensors that it reads and through which a signal can flow, each once
 * @param outputs the tensors of the site that others read
 * @param nonNegativeInput whether every signal input is known to be ≥ 0
 * @param gate of a product of two signals, the input that a sigmoid makes; null where none or both
 * @param zeroAtZero of an activation, whether 0 gives 0
 */
public record Site(
    List<Node> members,
    Node head,
    @Nullable Node bias,
    OpKind kind,
    List<String> inputs,
    List<String> outputs,
    boolean nonNegativeInput,
    @Nullable String gate,
    boolean zeroAtZero) {

  public Site {
    members = List.copyOf(members);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  public Node last() {
    return members.get(members.size() - 1);
  }

  /** The one input; only for a site that has one. */
  public String input() {
    if (inputs.size() != 1) {
      throw new IllegalStateException("site " + name() + " reads " + inputs);
    }
    return inputs.get(0);
  }

  public String name() {
    return head.name();
  }
}
