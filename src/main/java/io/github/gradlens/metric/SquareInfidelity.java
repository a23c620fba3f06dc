package io.github.gradlens.metric;

import io.github.gradlens.metric.Step.Ask;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a map is from foretelling what the removal of a patch does:
 *
 * <pre>mean over tiles T of (Σ I⊙R − (f(x) − f(x_T)))²,  I = x − x_T</pre>
 *
 * <p>One tile is removed at a time. R must be a local attribution, such as the gradient.
 *
 * <p>Source: Yeh et al. 2019, definition 2.1, with its square removal. Deviation: squares are tiles
 * that do not overlap. Quantus keeps earlier tiles removed, which is not followed here.
 *
 * @param patch a tile's side
 * @param baseline what a tile is set to
 */
record SquareInfidelity(int patch, Removal baseline) implements Metric {
  @Override
  public Step start(Case example) {
    int[][] tiles = Tiles.of(example.positions(), patch);
    double[] foretold = new double[tiles.length];
    List<Question> questions = new ArrayList<>();
    questions.add(Question.unchanged(example));
    for (int t = 0; t < tiles.length; t++) {
      int[] tile = tiles[t];
      foretold[t] = foretold(example, tile);
      questions.add(
          Question.score(
              "tile " + patch + " " + t + " " + baseline, () -> baseline.without(example, tile)));
    }
    return new Ask(
        questions,
        answers -> {
          double[] drops = Answer.drops(answers, 1, tiles.length);
          double sum = 0;
          for (int t = 0; t < tiles.length; t++) {
            sum += (foretold[t] - drops[t]) * (foretold[t] - drops[t]);
          }
          return Step.done(sum / tiles.length);
        });
  }

  private double foretold(Case example, int[] tile) {
    double value = baseline.of(example.x());
    int channels = example.positions().channels();
    double sum = 0;
    for (int position : tile) {
      for (int i = position * channels; i < (position + 1) * channels; i++) {
        sum += (example.x()[i] - value) * example.relevance()[i];
      }
    }
    return sum;
  }
}
