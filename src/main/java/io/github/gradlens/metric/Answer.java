package io.github.gradlens.metric;

import io.github.gradlens.metric.Question.Explain;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the model says.
 *
 * @param score f under the metric's activation, or what was measured of the map; NaN where a whole
 *     map was asked for
 * @param predicted the class that the model predicts; −1 where a map was asked for
 * @param map the map, where it was asked for
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and boxed it would be slow
public record Answer(double score, long predicted, float @Nullable [] map) {
  /** The answer to a question for a map. */
  static Answer of(Question question, float[] map) {
    ToDoubleFunction<float[]> measure =
        question instanceof Explain explain ? explain.measure() : null;
    return measure == null
        ? new Answer(Double.NaN, -1, map)
        : new Answer(measure.applyAsDouble(map), -1, null);
  }

  /** The map that was asked for. */
  float[] relevance() {
    if (map == null) {
      throw new IllegalStateException("a figure was asked for, not a map");
    }
    return map;
  }

  /** f(x) − f of each of {@code count} answers; the first answer is f(x). */
  static double[] drops(List<Answer> answers, int from, int count) {
    double[] drops = new double[count];
    for (int i = 0; i < count; i++) {
      drops[i] = answers.get(0).score() - answers.get(from + i).score();
    }
    return drops;
  }
}
