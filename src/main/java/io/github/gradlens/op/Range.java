package io.github.gradlens.op;

/** What is known of the sign of an op's output. */
public enum Range {
  ANY,
  /** Always ≥ 0. */
  NON_NEGATIVE,
  /** ≥ 0 where all signal inputs are. */
  AS_INPUTS
}
