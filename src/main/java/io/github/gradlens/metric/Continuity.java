package io.github.gradlens.metric;

import io.github.gradlens.metric.Step.Ask;
import io.github.gradlens.metric.Step.Done;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The strongest change of the map with a shift of the image:
 *
 * <pre>max over k = 1…n of ‖A(x) − A(x⁽ᵏ⁾)‖₁ / ‖x − x⁽ᵏ⁾‖₂,  A = |R| / max|R| over elements</pre>
 *
 * <p>x⁽ᵏ⁾ is x shifted along the width by d_k = −W + k·⌊(2W+1)/n⌋ pixels (positive: to the right),
 * vacated pixels at the baseline; x⁽ᵏ⁾ = x is skipped; the target is kept. The curve holds the
 * ratio at each shift.
 *
 * <p>Source: Montavon, Samek, Müller 2018; Understanding-NN 5.1. The same as Quantus' Continuity of
 * one example at a time.
 *
 * @param steps n
 * @param baseline what vacated pixels are set to
 */
record Continuity(int steps, Removal baseline) implements Metric {
  @Override
  public Axis axis(Positions positions) {
    int width = width(positions);
    return new Axis(
        "shift to the right, in pixels",
        "change of the map",
        "%d px",
        distance(width, 1),
        distance(width, 2) - distance(width, 1),
        false,
        true);
  }

  private static int width(Positions positions) {
    int[] axes = positions.axes();
    return axes[axes.length - 1];
  }

  /** d_k. */
  private int distance(int width, int k) {
    return -width + k * ((2 * width + 1) / steps);
  }

  @Override
  public Step start(Case example) {
    int width = width(example.positions());
    List<Question> questions = new ArrayList<>();
    questions.add(Question.explain(example::x));
    for (int k = 1; k <= steps; k++) {
      int by = distance(width, k);
      questions.add(Question.explain(() -> shift(example, width, by)));
    }
    return new Ask(
        questions,
        answers -> {
          double[] own = scaled(answers.get(0).relevance());
          List<Double> changes = new ArrayList<>();
          double largest = Double.NEGATIVE_INFINITY;
          for (int k = 1; k <= steps; k++) {
            float[] moved = shift(example, width, distance(width, k));
            if (Arrays.equals(moved, example.x())) {
              changes.add(Double.NaN);
              continue;
            }
            double change = change(own, scaled(answers.get(k).relevance()));
            changes.add(change / Norms.distance(example.x(), moved));
            largest = Math.max(largest, changes.get(k - 1));
          }
          boolean none = largest == Double.NEGATIVE_INFINITY;
          return new Done(none ? Double.NaN : largest, changes);
        });
  }

  private float[] shift(Case example, int width, int by) {
    float[] out = baseline.all(example);
    int channels = example.positions().channels();
    int rows = example.positions().count() / width;
    int from = Math.max(0, -by);
    int count = width - Math.abs(by);
    for (int row = 0; row < rows && count > 0; row++) {
      System.arraycopy(
          example.x(),
          (row * width + from) * channels,
          out,
          (row * width + from + by) * channels,
          count * channels);
    }
    return out;
  }

  /** A; of a zero map 0. */
  private static double[] scaled(float[] map) {
    double largest = 0;
    for (float r : map) {
      largest = Math.max(largest, Math.abs(r));
    }
    double[] out = new double[map.length];
    for (int i = 0; i < map.length; i++) {
      out[i] = largest == 0 ? 0 : Math.abs(map[i]) / largest;
    }
    return out;
  }

  private static double change(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum;
  }
}
