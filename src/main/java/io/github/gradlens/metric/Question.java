package io.github.gradlens.metric;

import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a metric asks of the model about one changed example. The changed example is made when its
 * turn comes, so that a thousand questions are not a thousand examples in memory.
 */
public sealed interface Question {
  /** The changed value of the explained tensor, without batch axis. */
  Supplier<float[]> x();

  /**
   * What tells the change apart from all others of the example, where it does not depend on the
   * map: then questions share the answer, a score over all maps, a map over all metrics. Null where
   * it does.
   */
  @Nullable String key();

  /** f. */
  record Score(@Nullable String key, Supplier<float[]> x) implements Question {}

  /**
   * The map of the method that is evaluated.
   *
   * @param toward a class other than the example's target, as an index over all elements of the
   *     output; null for the target
   * @param measure what is taken of the map, so that a thousand maps are not held; null for the map
   */
  record Explain(
      @Nullable String key,
      Supplier<float[]> x,
      @Nullable Long toward,
      @Nullable ToDoubleFunction<float[]> measure)
      implements Question {}

  /**
   * The map of the method with the weights of the model's last layers shuffled.
   *
   * @param depth how many layers, counted from the output
   * @param seed of the shuffling
   */
  record Randomised(Supplier<float[]> x, int depth, long seed) implements Question {
    /** All ask about the unchanged example. */
    @Override
    public String key() {
      return "shuffled";
    }
  }

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
    return new Explain(null, x, null, null);
  }

  /** A figure of the map. */
  static Question measure(String key, Supplier<float[]> x, ToDoubleFunction<float[]> measure) {
    return new Explain(key, x, null, measure);
  }

  /** A figure of the map of the unchanged example toward another class. */
  static Question toward(long other, Case example, ToDoubleFunction<float[]> measure) {
    return new Explain("toward " + other, example::x, other, measure);
  }
}
