package io.github.gradlens.method;

import org.tensorflow.Operand;

/** How a {@link FeatureGame} is shared out among its features. */
interface FeatureShares {
  /** The method's name. */
  String id();

  /** Whether the shares should sum to v(all) − v(none). */
  boolean isComplete();

  /** What each feature is given, float64 {@code [B, players]}. */
  Operand<?> of(FeatureGame game);
}
