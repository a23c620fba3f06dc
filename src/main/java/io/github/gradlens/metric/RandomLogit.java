package io.github.gradlens.metric;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.metric.Step.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Whether a map would look the same for another class: the mean over other targets of sim(R_target,
 * R_other), on r. An output of one element has no other target and no value.
 *
 * <p>Source: Sixt, Granz, Landgraf 2020. Deviation: the mean over classes, where the paper takes
 * one at random, is {@code targets=all}.
 *
 * @param similarity how maps are compared
 * @param targets how many other targets; 0 for all
 * @param seed of their choice
 */
record RandomLogit(Similarity similarity, int targets, long seed) implements Metric {
  @Override
  public Step start(Case example) {
    long target = example.target();
    if (target < 0) {
      throw new UsageException(
          "random-logit compares the maps of classes, and the target is no single class; leave the"
              + " metric out, or give --target a class");
    }
    List<Integer> others = others(example, target);
    if (others.isEmpty()) {
      return Step.none();
    }
    double[] own = example.positions().relevance(example.relevance());
    List<Question> questions = new ArrayList<>();
    for (int other : others) {
      questions.add(
          Question.toward(
              other,
              example,
              map -> similarity.of(own, example.positions().relevance(map), example.positions())));
    }
    return new Ask(
        questions,
        answers ->
            Step.done(Similarity.mean(answers.stream().mapToDouble(Answer::score).toArray())));
  }

  private List<Integer> others(Case example, long target) {
    List<Integer> others = new ArrayList<>();
    for (int k = 0; k < example.classes(); k++) {
      if (k != target) {
        others.add(k);
      }
    }
    if (targets == 0 || targets >= others.size()) {
      return others;
    }
    SplittableRandom random = Draws.of(seed, example.place(), "other targets");
    List<Integer> drawn = new ArrayList<>();
    for (int k = 0; k < targets; k++) {
      drawn.add(others.remove(random.nextInt(others.size())));
    }
    return drawn;
  }
}
