package io.github.gradlens.metric;

import io.github.gradlens.metric.Step.Ask;
import io.github.gradlens.metric.Step.Done;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far the score falls on average while the most relevant regions are removed:
 *
 * <pre>AOPC = 1/(L+1) Σₖ (f(x⁰) − f(xᵏ)),  k = 0…L</pre>
 *
 * <p>Regions are tiles of patch×patch, from the top left, clipped at the border, in descending
 * order of their mean r, the first in row-major order among equals. Where there are fewer than L
 * tiles, L is their number.
 *
 * <p>Source: Samek et al. 2017. Deviation: the paper draws removed pixels at random, here they are
 * set to the baseline.
 *
 * @param steps L
 * @param patch a region's side
 * @param baseline what a region is set to
 */
record RegionPerturbation(int steps, int patch, Removal baseline) implements Metric {
  @Override
  public Axis axis(Positions positions) {
    return Axis.removal("regions removed", 0, false);
  }

  @Override
  public Step start(Case example) {
    int[][] tiles = Tiles.of(example.positions(), patch);
    double[] r = example.positions().relevance(example.relevance());
    double[] means = new double[tiles.length];
    for (int t = 0; t < tiles.length; t++) {
      means[t] = Arrays.stream(tiles[t]).mapToDouble(p -> r[p]).average().orElse(0);
    }
    int[] best = Positions.descending(means);
    int[] order = Arrays.stream(best).flatMap(t -> Arrays.stream(tiles[t])).toArray();
    List<Question> questions = new ArrayList<>();
    questions.add(Question.unchanged(example));
    int removed = 0;
    for (int k = 0; k < Math.min(steps, tiles.length); k++) {
      removed += tiles[best[k]].length;
      questions.add(Question.removed(example, order, 0, removed, baseline));
    }
    return new Ask(
        questions,
        answers -> {
          List<Double> scores = answers.stream().map(Answer::score).toList();
          double fall = Arrays.stream(Answer.drops(answers, 0, answers.size())).sum();
          return new Done(fall / answers.size(), scores);
        });
  }
}
