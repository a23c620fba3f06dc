package io.github.gradlens.rule;

import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;

/**
 * What a linear rule takes of an input, a weight or a bias: a slot's modifier.
 *
 * @param kind which part
 * @param gamma how much of the signed part is added; only for WITH_POSITIVE and WITH_NEGATIVE
 */
record Part(Kind kind, double gamma) {
  /** Which part. */
  enum Kind {
    /** w. */
    ALL,
    /** w⁺ = max(w, 0). */
    POSITIVE,
    /** w⁻ = min(w, 0). */
    NEGATIVE,
    /** w + γw⁺. */
    WITH_POSITIVE,
    /** w + γw⁻. */
    WITH_NEGATIVE,
    /** w². */
    SQUARE,
    /** 1. */
    ONES,
    /** 0: the part is left out. */
    NONE
  }

  static final Part ALL = new Part(Kind.ALL, 0);
  static final Part POSITIVE = new Part(Kind.POSITIVE, 0);
  static final Part NEGATIVE = new Part(Kind.NEGATIVE, 0);
  static final Part SQUARE = new Part(Kind.SQUARE, 0);
  static final Part ONES = new Part(Kind.ONES, 0);
  static final Part NONE = new Part(Kind.NONE, 0);

  static Part withPositive(double gamma) {
    return new Part(Kind.WITH_POSITIVE, gamma);
  }

  static Part withNegative(double gamma) {
    return new Part(Kind.WITH_NEGATIVE, gamma);
  }

  /** The part of a tensor. */
  Operand<?> of(Emitter tf, Operand<?> tensor) {
    return switch (kind) {
      case ALL -> tensor;
      case POSITIVE -> tf.apply("Relu", tensor);
      case NEGATIVE -> negative(tf, tensor);
      case WITH_POSITIVE -> tf.add(tensor, times(tf, tf.apply("Relu", tensor)));
      case WITH_NEGATIVE -> tf.add(tensor, times(tf, negative(tf, tensor)));
      case SQUARE -> tf.apply("Square", tensor);
      case ONES -> tf.apply("OnesLike", tensor);
      case NONE -> tf.zerosLike(tensor);
    };
  }

  private Operand<?> times(Emitter tf, Operand<?> tensor) {
    return tf.mul(tf.scalar(gamma, tensor), tensor);
  }

  private static Operand<?> negative(Emitter tf, Operand<?> tensor) {
    return tf.apply("Minimum", tensor, tf.scalar(0, tensor));
  }
}
