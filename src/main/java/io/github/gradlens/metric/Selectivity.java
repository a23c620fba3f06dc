package io.github.gradlens.metric;

import io.github.gradlens.metric.Step.Ask;
import io.github.gradlens.metric.Step.Done;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast the score falls while the most relevant patches are removed and the map is computed
 * again:
 *
 * <pre>trapezoid(f₀ … f_S) / (S·f₀)</pre>
 *
 * <p>Each step removes the window patch×patch, at stride 1, with the largest Σ r that touches no
 * removed pixel, the first in row-major order among equals. It ends early where no window is free;
 * then S is the number of removals. Where f₀ ≤ 0 there is no value.
 *
 * <p>Source: Understanding-NN 5.2, after Bach et al. 2015; Quantus' Selectivity does not compute
 * the map again.
 *
 * @param steps S
 * @param patch the window's side
 * @param baseline what removed pixels are set to
 */
record Selectivity(int steps, int patch, Removal baseline) implements Metric {
  @Override
  public Step start(Case example) {
    return new Ask(
        List.of(Question.unchanged(example), Question.explain(example::x)),
        answers -> {
          double first = answers.get(0).score();
          if (!(first > 0)) {
            return Step.none();
          }
          State state = new State(example, baseline.of(example.x()), new ArrayList<>());
          state.scores.add(first);
          return remove(state, example.x().clone(), answers.get(1).relevance());
        });
  }

  /** What is gone so far. */
  private static final class State {
    private final Case example;
    private final float value;
    private final List<Double> scores;
    private final boolean[] removed;

    State(Case example, float value, List<Double> scores) {
      this.example = example;
      this.value = value;
      this.scores = scores;
      this.removed = new boolean[example.positions().count()];
    }
  }

  private Step remove(State state, float[] x, float[] map) {
    int[] axes = state.example.positions().axes();
    int height = axes.length == 1 ? 1 : axes[0];
    int width = axes[axes.length - 1];
    int tall = axes.length == 1 ? 1 : patch;
    int place = best(state, map, height, width, tall);
    if (place < 0) {
      return end(state);
    }
    float[] next = x.clone();
    for (int i = 0; i < tall; i++) {
      for (int j = 0; j < patch; j++) {
        int position = place + i * width + j;
        state.removed[position] = true;
        state.example.positions().set(next, position, state.value);
      }
    }
    boolean last = state.scores.size() == steps;
    List<Question> questions = new ArrayList<>();
    questions.add(Question.score(() -> next));
    if (!last) {
      questions.add(Question.explain(() -> next));
    }
    return new Ask(
        questions,
        answers -> {
          state.scores.add(answers.get(0).score());
          return last ? end(state) : remove(state, next, answers.get(1).relevance());
        });
  }

  /** The window's first position, or −1 where none is free. */
  private int best(State state, float[] map, int height, int width, int tall) {
    double[] r = state.example.positions().relevance(map);
    int found = -1;
    double largest = 0;
    for (int y = 0; y + tall <= height; y++) {
      for (int x = 0; x + patch <= width; x++) {
        double sum = 0;
        boolean free = true;
        for (int i = 0; i < tall && free; i++) {
          for (int j = 0; j < patch; j++) {
            int position = (y + i) * width + x + j;
            free &= !state.removed[position];
            sum += r[position];
          }
        }
        if (free && (found < 0 || sum > largest)) {
          found = y * width + x;
          largest = sum;
        }
      }
    }
    return found;
  }

  private static Step end(State state) {
    int removals = state.scores.size() - 1;
    if (removals == 0) {
      return Step.none();
    }
    double area = Curve.trapezoid(state.scores);
    return new Done(area / (removals * state.scores.get(0)), state.scores);
  }
}
