package io.github.gradlens.metric;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.metric.Step.Ask;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether sets of positions matter as much as their relevance says: Pearson's correlation over runs
 * of
 *
 * <pre>(Σ_{p∈S} r_p, f(x) − f(x_S)),  S uniform of a fixed size, without replacement</pre>
 *
 * <p>Source: Bhatt, Weller, Moura 2020; as Quantus' FaithfulnessCorrelation, up to the draws.
 *
 * @param runs how many sets
 * @param size positions in a set; 0 for 224, or half of the positions where there are no more than
 *     224
 * @param subsets what draws and removes them
 */
record FaithfulnessCorrelation(int runs, int size, RandomSubsets subsets) implements Metric {
  private static final int USUAL = 224;

  @Override
  public Step start(Case example) {
    int count = example.positions().count();
    if (size > count) {
      throw new UsageException(
          "faithfulness-correlation: subset-size="
              + size
              + " is more than the "
              + count
              + " positions of an example; give fewer, or auto");
    }
    int n = size > 0 ? size : count <= USUAL ? Math.max(1, count / 2) : USUAL;
    double[] r = example.positions().relevance(example.relevance());
    double[] relevance = new double[runs];
    List<Question> questions = new ArrayList<>();
    questions.add(Question.unchanged(example));
    for (int k = 0; k < runs; k++) {
      relevance[k] = subsets.relevance(example, r, n, k);
      questions.add(subsets.without(example, n, k));
    }
    return new Ask(
        questions,
        answers -> Step.done(Correlation.pearson(relevance, Answer.drops(answers, 1, runs))));
  }
}
