package io.github.gradlens.metric;

import io.github.gradlens.metric.Step.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Whether regions matter in the order that their relevance says: Spearman's correlation, equals
 * sharing their mean rank, over samples of
 *
 * <pre>(Σ_{p∈S} r_p, f(x) − f(x_S)),  S = union of cells, each chosen with probability q</pre>
 *
 * <p>The cells are a grid of g×g: pixel (i, j) is in cell (⌊(i+½)g/H⌋, ⌊(j+½)g/W⌋). Of what is no
 * image, each position is a cell.
 *
 * <p>Source: Bhatt, Weller, Moura 2020, with the grid of xplique's MuFidelity; the same as that up
 * to the draws.
 *
 * @param samples how many sets
 * @param grid g
 * @param subset q
 * @param baseline what chosen cells are set to
 * @param seed of the draws
 */
record MuFidelity(int samples, int grid, double subset, Removal baseline, long seed)
    implements Metric {
  @Override
  public Step start(Case example) {
    int[] cells = cells(example.positions());
    double[] r = example.positions().relevance(example.relevance());
    double[] relevance = new double[samples];
    List<Question> questions = new ArrayList<>();
    questions.add(Question.unchanged(example));
    for (int k = 0; k < samples; k++) {
      int sample = k;
      boolean[] chosen = draw(example, sample);
      for (int p = 0; p < r.length; p++) {
        relevance[k] += chosen[cells[p]] ? r[p] : 0;
      }
      questions.add(
          Question.score(
              "cells " + seed + " " + grid + " " + subset + " " + k + " " + baseline,
              () -> without(example, cells, draw(example, sample))));
    }
    return new Ask(
        questions,
        answers -> Step.done(Correlation.spearman(relevance, Answer.drops(answers, 1, samples))));
  }

  /** The cell of each position. */
  private int[] cells(Positions positions) {
    int[] cells = new int[positions.count()];
    int[] axes = positions.axes();
    for (int p = 0; p < cells.length; p++) {
      cells[p] =
          positions.image() ? cell(p / axes[1], axes[0]) * grid + cell(p % axes[1], axes[1]) : p;
    }
    return cells;
  }

  /** ⌊(i+½)g/n⌋ in whole numbers. */
  private int cell(int i, int n) {
    return (int) ((2L * i + 1) * grid / (2L * n));
  }

  private boolean[] draw(Case example, int sample) {
    SplittableRandom random = Draws.of(seed, example.place(), "cells " + sample);
    int count = example.positions().image() ? grid * grid : example.positions().count();
    boolean[] chosen = new boolean[count];
    for (int c = 0; c < count; c++) {
      chosen[c] = random.nextDouble() < subset;
    }
    return chosen;
  }

  private float[] without(Case example, int[] cells, boolean[] chosen) {
    float[] out = example.x().clone();
    float value = baseline.of(example.x());
    for (int p = 0; p < cells.length; p++) {
      if (chosen[cells[p]]) {
        example.positions().set(out, p, value);
      }
    }
    return out;
  }
}
