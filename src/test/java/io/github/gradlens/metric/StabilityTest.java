package io.github.gradlens.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Metrics that compare maps of changed examples, against naive loops. */
class StabilityTest {
  private static final int SIZE = 24;
  private static final float[] X = Cases.random(SIZE, 1);
  private static final float[] W = Cases.random(SIZE, 2);
  private static final Case EXAMPLE = Cases.of(X, map(X), 4, 3, 2);
  private static final NoiseSize TENTH = new NoiseSize(0.1, false);

  /** The gradient of Σ w x² + Σ x_i x_{i+1}, up to float32. */
  private static float[] map(float[] x) {
    float[] out = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      out[i] = 2 * W[i] * x[i] + (i > 0 ? x[i - 1] : 0) + (i + 1 < SIZE ? x[i + 1] : 0);
    }
    return out;
  }

  private static FakeModel model() {
    return FakeModel.maps((x, toward) -> map(x));
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < SIZE; i++) {
      sum += Math.pow((double) a[i] - b[i], 2);
    }
    return Math.sqrt(sum);
  }

  @Test
  void largestAndMeanChange() {
    FakeModel model = model();
    double largest = model.value(new Sensitivity(true, TENTH, 100, 0), EXAMPLE);
    double mean = model().value(new Sensitivity(false, TENTH, 100, 0), EXAMPLE);
    double most = 0;
    double sum = 0;
    double farthest = 0;
    for (float[] moved : model.explained) {
      double ratio = distance(map(moved), map(X)) / distance(map(X), new float[SIZE]);
      most = Math.max(most, ratio);
      sum += ratio;
      for (int i = 0; i < SIZE; i++) {
        farthest = Math.max(farthest, Math.abs(moved[i] - X[i]));
      }
    }
    assertEquals(100, model.explained.size());
    assertEquals(most, largest, 1e-6);
    assertEquals(sum / 100, mean, 1e-6);
    assertTrue(farthest > 0.099 && farthest < 0.10001, "radius " + farthest);
  }

  @Test
  void noiseIsScaledByTheRange() {
    double range = 0;
    for (float a : X) {
      for (float b : X) {
        range = Math.max(range, (double) a - b);
      }
    }
    float[] absolute = new NoiseSize(0.5 * range, false).uniform(EXAMPLE, 4, 7);
    float[] scaled = new NoiseSize(0.5, true).uniform(EXAMPLE, 4, 7);
    for (int i = 0; i < SIZE; i++) {
      assertEquals(absolute[i], scaled[i], 1e-6);
    }
  }

  @Test
  void steepestChange() {
    FakeModel model = model();
    double value = model.value(new Lipschitz(TENTH, 100, 0), EXAMPLE);
    double most = 0;
    double squares = 0;
    for (float[] moved : model.explained) {
      most = Math.max(most, distance(map(moved), map(X)) / distance(moved, X));
      squares += Math.pow(distance(moved, X), 2);
    }
    assertEquals(most, value, 1e-6);
    assertEquals(0.1, Math.sqrt(squares / 100 / SIZE), 0.005);
  }

  /** A map that is a times the input changes with slope a everywhere. */
  @Test
  void steepestChangeOfAMultiple() {
    Case example = Cases.of(X, Norms.sum(X, X), 4, 3, 2);
    FakeModel model = FakeModel.maps((x, toward) -> Norms.sum(x, x));
    assertEquals(2, model.value(new Lipschitz(TENTH, 20, 0), example), 1e-5);
  }

  @Test
  void zeroMapsHaveNoRelativeChange() {
    Case zero = EXAMPLE.with(new float[SIZE]);
    assertTrue(Double.isNaN(model().value(new Sensitivity(true, TENTH, 5, 0), zero)));
    assertTrue(Double.isNaN(model().value(new Sensitivity(false, TENTH, 5, 0), zero)));
  }

  @Test
  void withoutNoiseThereIsNoSlope() {
    NoiseSize none = new NoiseSize(0.1, true);
    Case constant = Cases.of(Cases.constant(SIZE, 1), map(X), 4, 3, 2);
    assertTrue(Double.isNaN(model().value(new Lipschitz(none, 5, 0), constant)));
  }
}
