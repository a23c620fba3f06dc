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
   * What tells the change apart from all others of the example: then questions share the answer, a
   * score over all metrics and maps, a map over all metrics. Null for nothing.
   */
  @Nullable String key();

  /**
   * f.
   *
   * @param ofMap whether the change depends on the map; then only questions of one method share the
   *     answer
   */
  record Score(@Nullable String key, boolean ofMap, Supplier<float[]> x) implements Question {}

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
    return new Score(null, true, x);
  }

  static Question score(String key, Supplier<float[]> x) {
    return new Score(key, false, x);
  }

  /** f of a change that the map and the key tell. */
  static Question ofMap(String key, Supplier<float[]> x) {
    return new Score(key, true, x);
  }

  /** f of the example as it is. */
  static Question unchanged(Case example) {
    return score("", example::x);
  }

  /** f with all positions removed. */
  static Question empty(Case example, Removal baseline) {
    return score("all " + baseline, () -> baseline.all(example));
  }

  /**
   * f with the positions {@code order[from]} … {@code order[to − 1]} removed; with none or all of
   * them removed the order does not count.
   */
  static Question removed(Case example, int[] order, int from, int to, Removal baseline) {
    if (from == to) {
      return unchanged(example);
    }
    return to - from == order.length
        ? empty(example, baseline)
        : score(() -> baseline.without(example, order, from, to));
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
