package io.github.gradlens.metric;

import io.github.gradlens.method.Activation;
import io.github.gradlens.metric.Step.Ask;
import java.util.Arrays;
import java.util.List;

/**
 * What becomes of the probability where the input is seen through its map:
 *
 * <pre>drop max(0, y−o)/y,  increase 1[o&gt;y],  gain max(0, o−y)/(1−y)</pre>
 *
 * <p>y and o are the probabilities for x and for x ⊙ m, m = (r − min r)/(max r − min r), 0 for a
 * constant map. A drop does not exist where y = 0, a gain where y = 1.
 *
 * <p>Source: Chattopadhyay et al. 2018 (drop, increase); Zhang et al. 2024 (gain). Deviation: the
 * papers show explanation maps clipped at 0 and scaled by their maximum, as class activation maps
 * are; a signed map is scaled by both of its ends here.
 *
 * @param kind which of the three
 * @param activation what makes a probability of the score
 */
record AverageChange(Kind kind, Activation activation) implements Metric {
  /** Which change. */
  enum Kind {
    DROP,
    INCREASE,
    GAIN
  }

  @Override
  public Step start(Case example) {
    return new Ask(
        List.of(Question.unchanged(example), Question.ofMap("seen through", () -> seen(example))),
        answers -> Step.done(value(answers.get(0).score(), answers.get(1).score())));
  }

  private double value(double y, double o) {
    return switch (kind) {
      case DROP -> y == 0 ? Double.NaN : Math.max(0, y - o) / y;
      case INCREASE -> o > y ? 1 : 0;
      case GAIN -> y == 1 ? Double.NaN : Math.max(0, o - y) / (1 - y);
    };
  }

  /** x ⊙ m. */
  private static float[] seen(Case example) {
    double[] r = example.positions().relevance(example.relevance());
    double least = Arrays.stream(r).min().orElse(0);
    double range = Arrays.stream(r).max().orElse(0) - least;
    int channels = example.positions().channels();
    float[] out = example.x().clone();
    for (int i = 0; i < out.length; i++) {
      out[i] *= (float) (range == 0 ? 0 : (r[i / channels] - least) / range);
    }
    return out;
  }
}
