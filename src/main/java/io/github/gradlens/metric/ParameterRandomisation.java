package io.github.gradlens.metric;

import io.github.gradlens.metric.Step.Ask;
import io.github.gradlens.metric.Step.Done;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a map depends on what the model learnt: the mean over weighted layers of sim(|R|, |R_k|),
 * R_k the map with the weights of the last k layers shuffled.
 *
 * <p>The elements of each variable, as the model was saved and before any folding, change places;
 * moving statistics stay. With {@code last} only the fully randomised model counts. The curve holds
 * the similarity at each depth.
 *
 * <p>Source: Adebayo et al. 2018, the cascading randomisation.
 *
 * @param similarity sim
 * @param all whether every depth counts, or the last alone
 * @param seed of the shuffling
 */
record ParameterRandomisation(Similarity similarity, boolean all, long seed) implements Metric {
  @Override
  public boolean randomises() {
    return true;
  }

  @Override
  public Axis axis(Positions positions) {
    return new Axis(
        "layers shuffled, from the output down", "similarity", "depth %d", 1, 1, false, true);
  }

  @Override
  public Step start(Case example) {
    if (example.layers() == 0) {
      return Step.none();
    }
    List<Question> questions = new ArrayList<>();
    for (int depth = all ? 1 : example.layers(); depth <= example.layers(); depth++) {
      questions.add(new Question.Randomised(example::x, depth, seed));
    }
    return new Ask(
        questions,
        answers -> {
          double[] own = Similarity.magnitudes(example.relevance(), example.positions());
          List<Double> found = new ArrayList<>();
          for (Answer answer : answers) {
            double[] other = Similarity.magnitudes(answer.relevance(), example.positions());
            found.add(similarity.of(own, other, example.positions()));
          }
          double mean = Similarity.mean(found.stream().mapToDouble(v -> v).toArray());
          return new Done(mean, found);
        });
  }
}
