package io.github.gradlens.metric;

import io.github.gradlens.metric.Step.Ask;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether sets of positions matter as much as their relevance says, whatever their size: the mean
 * over k = 1…K of Pearson's correlation, over random sets of n_k positions, of
 *
 * <pre>(Σ_{p∈S} r_p, f(x) − f(x_S)),  n_k = max(1, ⌊n_max·P·k/K⌋)</pre>
 *
 * <p>Source: Ancona, Ceolini, Öztireli, Gross 2018. Deviation: the paper draws a curve over n, this
 * is its mean. Quantus' SensitivityN removes in the order of relevance and correlates across
 * examples, which is another quantity.
 *
 * @param runs sets of a size
 * @param sizes K
 * @param most n_max, as a share of the positions
 * @param subsets what draws and removes them
 */
record SensitivityN(int runs, int sizes, double most, RandomSubsets subsets) implements Metric {
  @Override
  public Step start(Case example) {
    double[] r = example.positions().relevance(example.relevance());
    double[][] relevance = new double[sizes][runs];
    List<Question> questions = new ArrayList<>();
    questions.add(Question.unchanged(example));
    for (int k = 1; k <= sizes; k++) {
      int n = Math.max(1, (int) Math.floor(most * r.length * k / sizes));
      for (int run = 0; run < runs; run++) {
        relevance[k - 1][run] = subsets.relevance(example, r, n, run);
        questions.add(subsets.without(example, n, run));
      }
    }
    return new Ask(
        questions,
        answers -> {
          double sum = 0;
          for (int k = 0; k < sizes; k++) {
            sum += Correlation.pearson(relevance[k], Answer.drops(answers, 1 + k * runs, runs));
          }
          return Step.done(sum / sizes);
        });
  }
}
