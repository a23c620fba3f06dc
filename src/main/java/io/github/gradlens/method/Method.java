package io.github.gradlens.method;

import io.github.gradlens.backward.Path;
import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.graph.CanonicalForm;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An explanation method: formula, source and deviations stand in the Javadoc of each. */
public interface Method {
  /** The rule book of its backward pass; the preflight asks it before anything is emitted. */
  RuleBook book();

  /** The form of the network on which it works. */
  default CanonicalForm network() {
    return CanonicalForm.FOLDED;
  }

  /** The most examples that a call may have, where a file of the user's has one row an example. */
  default int mostExamples() {
    return Integer.MAX_VALUE;
  }

  /** The same where it takes the explained tensors to read the file. */
  default int mostExamples(Problem problem) {
    return mostExamples();
  }

  /** The layers and tensors that its parameters name: no pass removes them, no site hides them. */
  default Set<String> layers() {
    return Set.of();
  }

  /**
   * What the host does within a call, in a few words; null where all work is in the graph. A method
   * with work for the host cannot be repeated by another method, nor stand in an exported model.
   */
  default @Nullable String hostWork() {
    return null;
  }

  /** Whether it takes no backward pass, so that more evaluations fit into the same memory. */
  default boolean evaluatesOnly() {
    return book() instanceof ForwardBook;
  }

  /**
   * The way of its backward pass, on which the book must have a rule for every site.
   *
   * @throws io.github.gradlens.error.UsageException where the network lacks what the method needs
   */
  default Path path(Problem problem) {
    return problem.path();
  }

  /** Adds the method to the graph. */
  Emission emit(Setting setting);
}
