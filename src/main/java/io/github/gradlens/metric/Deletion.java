package io.github.gradlens.metric;

import io.github.gradlens.method.Activation;
import io.github.gradlens.metric.Step.Ask;
import io.github.gradlens.metric.Step.Done;
import java.util.ArrayList;
import java.util.List;

/**
 * The area under the score while positions are removed in order of relevance:
 *
 * <pre>trapezoid(f(x_{k₀}) … f(x_{k_S})) / S,  k_j = ⌊jP/S⌋, j = 0…S</pre>
 *
 * <p>x_k has the first k positions at the baseline; both ends are included. Where {@code restores},
 * it starts from the baseline and positions are given back, which is insertion.
 *
 * <p>Source: Petsiuk, Das, Saenko 2018. In units of f; the same as xplique's Deletion and
 * Insertion.
 *
 * @param steps S
 * @param baseline what removed positions are set to
 * @param activation what is applied to the score tensor
 * @param restores whether positions are given back in place of being removed
 */
record Deletion(int steps, Removal baseline, Activation activation, boolean restores)
    implements Metric {
  @Override
  public Axis axis(Positions positions) {
    return Axis.removal(restores ? "positions given back" : "positions removed", 0, true);
  }

  @Override
  public Step start(Case example) {
    Positions positions = example.positions();
    int[] order = Positions.descending(positions.relevance(example.relevance()));
    List<Question> questions = new ArrayList<>();
    for (int j = 0; j <= steps; j++) {
      int k = Math.toIntExact((long) j * order.length / steps);
      questions.add(
          Question.removed(
              example, order, restores ? k : 0, restores ? order.length : k, baseline));
    }
    return new Ask(
        questions,
        answers -> {
          List<Double> scores = answers.stream().map(Answer::score).toList();
          return new Done(Curve.trapezoid(scores) / steps, scores);
        });
  }
}
