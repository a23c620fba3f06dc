package io.github.gradlens.metric;

import io.github.gradlens.metric.Step.Ask;
import java.util.ArrayList;
import java.util.List;

/**
 * The steepest change of a map near the input, as samples find it:
 *
 * <pre>max over samples of ‖R(x+u) − R(x)‖₂ / ‖u‖₂,  u ~ N(0, σ²) element by element</pre>
 *
 * <p>Over elements, without a sum over channels; the target is kept. Samples with u = 0 are left
 * out.
 *
 * <p>Source: Alvarez-Melis, Jaakkola 2018, where the largest is over a ball. Quantus divides R by
 * the largest |R| of its batch first, which is not followed here.
 *
 * @param noise σ
 * @param samples how many changes
 * @param seed of the draws
 */
record Lipschitz(NoiseSize noise, int samples, long seed) implements Metric {
  @Override
  public Step start(Case example) {
    List<Question> questions = new ArrayList<>();
    for (int k = 0; k < samples; k++) {
      int sample = k;
      questions.add(
          Question.measure(
              "normal " + seed + " " + noise + " " + k,
              () -> moved(example, sample),
              map ->
                  Norms.distance(map, example.relevance())
                      / Norms.distance(moved(example, sample), example.x())));
    }
    return new Ask(
        questions,
        answers ->
            Step.done(
                answers.stream()
                    .mapToDouble(Answer::score)
                    .filter(Double::isFinite)
                    .max()
                    .orElse(Double.NaN)));
  }

  private float[] moved(Case example, int sample) {
    return Norms.sum(example.x(), noise.normal(example, seed, sample));
  }
}
