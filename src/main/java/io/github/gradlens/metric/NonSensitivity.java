package io.github.gradlens.metric;

import io.github.gradlens.metric.Step.Ask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many positions are called relevant though the score does not depend on them, or the other way
 * round: the number with
 *
 * <pre>(|r| / max|r| &lt; eps) ≠ (|f(x) − f(x_{p})| &lt; eps)</pre>
 *
 * <p>One position is removed at a time. Of a zero map no position is relevant.
 *
 * <p>Source: Nguyen, Martínez 2020; the same as Quantus' NonSensitivity with one feature a step.
 *
 * @param eps what counts as nothing, of the map and of f alike
 * @param baseline what a removed position is set to
 */
record NonSensitivity(double eps, Removal baseline) implements Metric {
  /** Positions asked for at once: an image has as many as pixels, and each question takes room. */
  private static final int MOST = 4096;

  @Override
  public Step start(Case example) {
    double[] v = Magnitudes.of(example);
    double largest = Arrays.stream(v).max().orElse(0);
    boolean[] irrelevant = new boolean[v.length];
    for (int p = 0; p < v.length; p++) {
      irrelevant[p] = (largest == 0 ? 0 : v[p] / largest) < eps;
    }
    return ask(example, irrelevant, 0, 0);
  }

  private Step ask(Case example, boolean[] irrelevant, int from, int wrong) {
    if (from == irrelevant.length) {
      return Step.done(wrong);
    }
    int to = Math.min(irrelevant.length, from + MOST);
    List<Question> questions = new ArrayList<>();
    questions.add(Question.unchanged(example));
    for (int p = from; p < to; p++) {
      int position = p;
      questions.add(
          Question.score(
              "one " + p + " " + baseline, () -> baseline.without(example, new int[] {position})));
    }
    return new Ask(
        questions,
        answers -> {
          double[] drops = Answer.drops(answers, 1, to - from);
          int found = wrong;
          for (int p = from; p < to; p++) {
            found += irrelevant[p] == Math.abs(drops[p - from]) < eps ? 0 : 1;
          }
          return ask(example, irrelevant, to, found);
        });
  }
}
