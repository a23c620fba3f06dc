package io.github.gradlens.metric;

import io.github.gradlens.method.Activation;
import io.github.gradlens.metric.Step.Ask;
import io.github.gradlens.metric.Step.Done;
import java.util.ArrayList;
import java.util.List;

/**
 * The mean score while positions are removed m at a time:
 *
 * <pre>trapezoid(f(x_m), f(x_2m) … f(x_P)) / (K − 1),  K = ⌈P/m⌉</pre>
 *
 * <p>The unchanged f(x) is not on the curve; the last step may be smaller; with K = 1 there is no
 * value.
 *
 * <p>Source: Samek et al. 2017; as Quantus' PixelFlipping with {@code return_auc_per_sample},
 * divided by K − 1.
 *
 * @param step m
 * @param baseline what removed positions are set to
 * @param activation what is applied to the score tensor
 */
record PixelFlipping(int step, Removal baseline, Activation activation) implements Metric {
  @Override
  public Axis axis(Positions positions) {
    return Axis.removal("positions removed", 1, true);
  }

  @Override
  public Step start(Case example) {
    Positions positions = example.positions();
    int[] order = Positions.descending(positions.relevance(example.relevance()));
    int count = (order.length + step - 1) / step;
    if (count < 2) {
      return Step.none();
    }
    List<Question> questions = new ArrayList<>();
    for (int j = 1; j <= count; j++) {
      int k = Math.min(order.length, j * step);
      questions.add(Question.removed(example, order, 0, k, baseline));
    }
    return new Ask(
        questions,
        answers -> {
          List<Double> scores = answers.stream().map(Answer::score).toList();
          return new Done(Curve.trapezoid(scores) / (count - 1), scores);
        });
  }
}
