package io.github.gradlens.graph;

/** Which of a model's equal forms a method works on. */
public enum CanonicalForm {
  /** Batch norm is part of the layer before it where nothing else reads that layer. */
  FOLDED,
  /** Batch norm is a layer of its own. */
  UNFOLDED
}
