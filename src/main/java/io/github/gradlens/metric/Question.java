package io.github.gradlens.metric;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a metric asks of the model about one changed example. The changed example is made when its
 * turn comes, so that a thousand questions are not a thousand examples in memory.
 */
public sealed interface Question {
  /** The changed value of the explained tensor, without batch axis. */
  Supplier<float[]> x();

  /**
   * f.
   *
   * @param key what tells the change apart from all others of the example, where it does not depend
   *     on the map: then it is scored once for all maps. Null where it does
   */
  record Score(@Nullable String key, Supplier<float[]> x) implements Question {}

  /**
   * The map of the method that is evaluated.
   *
   * @param toward a class other than the example's target; null for the target
   */
  record Explain(Supplier<float[]> x, @Nullable Long toward) implements Question {}

  /**
   * The map of the method with the weights of the model's last layers shuffled.
   *
   * @param depth how many layers, counted from the output
   * @param seed of the shuffling
   */
  record Randomised(Supplier<float[]> x, int depth, long seed) implements Question {}

  static Question score(Supplier<float[]> x) {
    return new Score(null, x);
  }

  static Question score(String key, Supplier<float[]> x) {
    return new Score(key, x);
  }

  /** f of the example as it is. */
  static Question unchanged(Case example) {
    return new Score("", example::x);
  }

  static Question explain(Supplier<float[]> x) {
    return new Explain(x, null);
  }
}
