package io.github.gradlens.metric;

import io.github.gradlens.metric.Step.Ask;
import java.util.List;

/**
 * How much of the score's change a map misses: |Σ R − (f(x) − f(x'))|, in units of f.
 *
 * <p>Source: Sundararajan, Taly, Yan 2017, the completeness axiom.
 *
 * @param baseline x'
 */
record Completeness(Removal baseline) implements Metric {
  @Override
  public Step start(Case example) {
    double sum = 0;
    for (float r : example.relevance()) {
      sum += r;
    }
    double total = sum;
    return new Ask(
        List.of(Question.unchanged(example), Question.empty(example, baseline)),
        answers -> Step.done(Math.abs(total - (answers.get(0).score() - answers.get(1).score()))));
  }
}
