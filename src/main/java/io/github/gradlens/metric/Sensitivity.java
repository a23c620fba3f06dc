package io.github.gradlens.metric;

import io.github.gradlens.metric.Step.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How much a map changes with a small change of the input: the largest or the mean over samples of
 *
 * <pre>‖R(x+u) − R(x)‖₂ / ‖R(x)‖₂,  u uniform in [−ρ, ρ] element by element</pre>
 *
 * <p>Over elements, without a sum over channels; the target is kept. Of a zero map it does not
 * exist.
 *
 * <p>Source: Yeh et al. 2019, max-sensitivity, where the largest is over the whole ball; the same
 * as Quantus' MaxSensitivity and AvgSensitivity up to the draws.
 *
 * @param largest whether the largest is taken, not the mean
 * @param radius ρ
 * @param samples how many changes
 * @param seed of the draws
 */
record Sensitivity(boolean largest, NoiseSize radius, int samples, long seed) implements Metric {
  @Override
  public Step start(Case example) {
    double norm = Norms.of(example.relevance());
    if (norm == 0) {
      return Step.none();
    }
    List<Question> questions = new ArrayList<>();
    for (int k = 0; k < samples; k++) {
      int sample = k;
      questions.add(
          Question.measure(
              "uniform " + seed + " " + radius + " " + k,
              () -> Norms.sum(example.x(), radius.uniform(example, seed, sample)),
              map -> Norms.distance(map, example.relevance()) / norm));
    }
    return new Ask(
        questions,
        answers -> {
          DoubleStream ratios = answers.stream().mapToDouble(Answer::score);
          return Step.done((largest ? ratios.max() : ratios.average()).orElse(Double.NaN));
        });
  }
}
