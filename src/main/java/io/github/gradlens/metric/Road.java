package io.github.gradlens.metric;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.metric.Step.Ask;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the prediction outlives its most relevant pixels: the fraction of percentages p for
 * which
 *
 * <pre>argmax f(x̃_p) = target,  x̃_p: the first ⌊P·p/100⌋ positions of the order imputed</pre>
 *
 * <p>Imputed pixels are filled in from their neighbours ({@link Imputation}), channel by channel,
 * and N(0, σ²) is added to them, so that a model cannot tell by the hole what was there.
 *
 * <p>Source: Rong et al. 2022, "remove and debias"; the same as Quantus' ROAD, per example.
 *
 * @param percentages p
 * @param noise σ
 * @param seed of the noise
 */
record Road(List<Double> percentages, NoiseSize noise, long seed) implements Metric {
  Road {
    percentages = List.copyOf(percentages);
  }

  @Override
  public Step start(Case example) {
    long target = example.target();
    if (target < 0) {
      throw new UsageException(
          "road asks whether the target is still predicted, and the target is no single class; leave"
              + " the metric out, or give --target a class");
    }
    int[] order = Positions.descending(example.positions().relevance(example.relevance()));
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < percentages.size(); i++) {
      int number = i;
      int count = (int) Math.floor(order.length * percentages.get(i) / 100);
      questions.add(Question.score(() -> imputed(example, order, count, number)));
    }
    return new Ask(
        questions,
        answers -> {
          long right = answers.stream().filter(answer -> answer.predicted() == target).count();
          return Step.done((double) right / answers.size());
        });
  }

  /** x with the first positions of an order imputed. */
  private float[] imputed(Case example, int[] order, int count, int number) {
    boolean[] missing = new boolean[order.length];
    for (int i = 0; i < count; i++) {
      missing[order[i]] = true;
    }
    int[] axes = example.positions().axes();
    int channels = example.positions().channels();
    Imputation imputation = new Imputation(axes[0], axes[1], missing);
    float[] added = noise.normal(example, seed, number);
    float[] out = example.x().clone();
    for (int c = 0; c < channels; c++) {
      double[] pixels = new double[order.length];
      for (int p = 0; p < pixels.length; p++) {
        pixels[p] = example.x()[p * channels + c];
      }
      imputation.fill(pixels);
      for (int p = 0; p < pixels.length; p++) {
        int i = p * channels + c;
        out[i] = missing[p] ? (float) pixels[p] + added[i] : out[i];
      }
    }
    return out;
  }
}
