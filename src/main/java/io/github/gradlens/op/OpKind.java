package io.github.gradlens.op;

/** What an op is to a rule. */
public enum OpKind {
  /** Linear in its data with a static weight: convolution, dense, a product with a constant. */
  LINEAR,
  /** Adds a static vector to its data. */
  BIAS,
  /** A product of two signals. */
  BILINEAR,
  /** A sum or difference of signals. */
  SUM,
  /** Element-wise and non-linear. */
  ACTIVATION,
  /** Moves elements without changing them. */
  STRUCTURAL,
  /** Pooling over windows. */
  POOLING,
  /** Sums, means and extrema over axes. */
  REDUCTION,
  /** Normalisation over a batch, a layer or a channel. */
  NORMALISATION,
  /** Softmax and its logarithm. */
  SOFTMAX,
  /** Element-wise choice between signals: maximum, select. */
  SELECTION,
  /** Its output says nothing differentiable about its input: shapes, comparisons, indices. */
  NO_SIGNAL,
  /** Loops, branches and tensor lists. */
  CONTROL_FLOW
}
