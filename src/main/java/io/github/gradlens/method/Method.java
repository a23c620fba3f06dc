package io.github.gradlens.method;

import io.github.gradlens.backward.RuleBook;

/** An explanation method: formula, source and deviations stand in the Javadoc of each. */
public interface Method {
  /** The rule book of its backward pass; the preflight asks it before anything is emitted. */
  RuleBook book();

  /** Adds the method to the graph. */
  Emission emit(Setting setting);
}
