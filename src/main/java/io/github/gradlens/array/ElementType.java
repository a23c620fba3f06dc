package io.github.gradlens.array;

/** What a {@link NumericArray} holds; each constant names its Java storage. */
public enum ElementType {
  /** {@code float[]}. */
  FLOAT32,
  /** {@code double[]}. */
  FLOAT64,
  /** {@code int[]}. */
  INT32,
  /** {@code long[]}. */
  INT64,
  /** {@code byte[]}, unsigned. */
  UINT8,
  /** {@code byte[]}, 0 or 1. */
  BOOL,
  /** {@code byte[][]}. */
  STRING
}
