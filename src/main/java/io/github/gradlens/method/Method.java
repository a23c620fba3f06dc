package io.github.gradlens.method;

import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.graph.CanonicalForm;

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

  /** Adds the method to the graph. */
  Emission emit(Setting setting);
}
