package io.github.gradlens;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;

/** Tells methods that evaluate many points in a loop from those that take one pass. */
final class Loops {
  private Loops() {}

  /** Whether a loop in the graph makes any of these tensors. */
  static boolean feed(Collection<Operand<?>> tensors) {
    Set<GraphOperation> seen = new HashSet<>();
    Deque<Operand<?>> open = new ArrayDeque<>(tensors);
    while (!open.isEmpty()) {
      GraphOperation op = (GraphOperation) open.pop().op();
      if (op.type().endsWith("While")) {
        return true;
      }
      if (seen.add(op)) {
        op.inputs().forEach(open::push);
      }
    }
    return false;
  }
}
