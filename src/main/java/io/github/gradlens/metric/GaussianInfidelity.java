package io.github.gradlens.metric;

import io.github.gradlens.metric.Step.Ask;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a map is from foretelling what noise does:
 *
 * <pre>mean over samples of (Σ I⊙R − (f(x) − f(x − I)))²,  I ~ N(0, σ²) element by element</pre>
 *
 * <p>R must be a local attribution, such as the gradient.
 *
 * <p>Source: Yeh et al. 2019, definition 2.1.
 *
 * @param noise σ
 * @param samples how many perturbations
 * @param seed of the draws
 */
record GaussianInfidelity(NoiseSize noise, int samples, long seed) implements Metric {
  @Override
  public Step start(Case example) {
    double[] foretold = new double[samples];
    List<Question> questions = new ArrayList<>();
    questions.add(Question.unchanged(example));
    for (int k = 0; k < samples; k++) {
      int sample = k;
      foretold[k] = foretold(example, noise.normal(example, seed, k));
      questions.add(
          Question.score(
              "normal " + seed + " " + noise + " " + k,
              () -> without(example.x(), noise.normal(example, seed, sample))));
    }
    return new Ask(
        questions,
        answers -> {
          double[] drops = Answer.drops(answers, 1, samples);
          double sum = 0;
          for (int k = 0; k < samples; k++) {
            sum += (foretold[k] - drops[k]) * (foretold[k] - drops[k]);
          }
          return Step.done(sum / samples);
        });
  }

  private static double foretold(Case example, float[] perturbation) {
    double sum = 0;
    for (int i = 0; i < perturbation.length; i++) {
      sum += (double) perturbation[i] * example.relevance()[i];
    }
    return sum;
  }

  private static float[] without(float[] x, float[] perturbation) {
    float[] out = x.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] -= perturbation[i];
    }
    return out;
  }
}
