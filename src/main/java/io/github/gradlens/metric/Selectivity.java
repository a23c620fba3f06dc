package io.github.gradlens.metric;

import io.github.gradlens.metric.Step.Ask;
import io.github.gradlens.metric.Step.Done;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How fast the score falls while the most relevant patches are removed and the map is computed
 * again:
 *
 * <pre>trapezoid(f₀ … f_S) / (S·f₀)</pre>
 *
 * <p>Each step removes the window of side patch along every axis of positions, at stride 1, with
 * the largest Σ r that touches no removed pixel, the first in row-major order among equals. It ends
 * early where no window is free; then S is the number of removals. Where f₀ ≤ 0 there is no value.
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
  public Axis axis(Positions positions) {
    return Axis.removal("patches removed", 0, false);
  }

  @Override
  public Step start(Case example) {
    return new Ask(
        List.of(Question.unchanged(example), Question.explain(example::x)),
        answers -> {
          double first = answers.get(0).score();
          if (!(first > 0)) {
            return Step.none();
          }
          State state = new State(example, baseline.of(example.x()), patch, new ArrayList<>());
          state.scores.add(first);
          return remove(state, example.x().clone(), answers.get(1).relevance());
        });
  }

  /** What is gone so far, and where windows may lie. */
  private static final class State {
    private final Case example;
    private final float value;
    private final List<Double> scores;
    private final boolean[] removed;

    /** The first position of each window, in row-major order. */
    private final int[] places;

    /** A window's positions, counted from its first. */
    private final int[] window;

    State(Case example, float value, int patch, List<Double> scores) {
      this.example = example;
      this.value = value;
      this.scores = scores;
      this.removed = new boolean[example.positions().count()];
      int[] axes = example.positions().axes();
      this.places = box(axes, Arrays.stream(axes).map(axis -> axis - patch + 1).toArray());
      this.window =
          places.length == 0 ? places : box(axes, Arrays.stream(axes).map(axis -> patch).toArray());
    }

    /** The positions of a box at the first corner, ascending; none where a side is not positive. */
    private static int[] box(int[] axes, int[] sides) {
      int[] found = {0};
      for (int a = 0; a < axes.length; a++) {
        int axis = axes[a];
        int side = Math.max(0, sides[a]);
        found =
            Arrays.stream(found).flatMap(p -> IntStream.range(p * axis, p * axis + side)).toArray();
      }
      return found;
    }
  }

  private Step remove(State state, float[] x, float[] map) {
    int place = best(state, map);
    if (place < 0) {
      return end(state);
    }
    float[] next = x.clone();
    for (int offset : state.window) {
      state.removed[place + offset] = true;
      state.example.positions().set(next, place + offset, state.value);
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
  private static int best(State state, float[] map) {
    double[] r = state.example.positions().relevance(map);
    int found = -1;
    double largest = 0;
    for (int place : state.places) {
      double sum = 0;
      boolean free = true;
      for (int i = 0; i < state.window.length && free; i++) {
        int position = place + state.window[i];
        free = !state.removed[position];
        sum += r[position];
      }
      if (free && (found < 0 || sum > largest)) {
        found = place;
        largest = sum;
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
