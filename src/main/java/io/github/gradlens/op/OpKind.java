package io.github.gradlens.op;

/** What an op is to a rule. */
public enum OpKind {
  /** Linear in its data, with a static kernel that slides over it. */
  CONVOLUTION,
  /** Linear in its data, with a static matrix. */
  DENSE,
  /** Element-wise product with, or quotient by, a static tensor. */
  DIAGONAL,
  /** Linear with coefficients of its own: pooling by the mean, sums, means, resizing. */
  AVERAGE,
  /** Adds a static tensor to its data. */
  BIAS,
  /** A product, or another function linear in each, of two signals. */
  BILINEAR,
  /** A sum or difference of signals. */
  SUM,
  /** Element-wise and non-linear, of one signal. */
  ACTIVATION,
  /** Moves elements without changing them. */
  STRUCTURAL,
  /** The largest (or smallest) element of a window or along axes. */
  MAXIMUM,
  /** Reductions that are not linear: products, norms. */
  REDUCTION,
  /** Normalisation by statistics of its data: of a batch, a layer or a channel. */
  NORMALISATION,
  /** Softmax and its logarithm. */
  SOFTMAX,
  /** Element-wise choice between signals: maximum, select. */
  SELECTION,
  /** Fourier transforms and the parts of complex numbers. */
  SPECTRAL,
  /** Its output says nothing differentiable about its input: shapes, comparisons, indices. */
  NO_SIGNAL,
  /** Loops, branches and tensor lists. */
  CONTROL_FLOW;

  /** Whether the site is a linear function of its one signal, with a weight. */
  public boolean isWeighted() {
    return this == CONVOLUTION || this == DENSE || this == DIAGONAL;
  }
}
