package io.github.gradlens.metric;

import java.util.Random;
import java.util.function.ToDoubleFunction;

/** Small examples, and functions whose derivatives are known. */
final class Cases {
  private Cases() {}

  /** An example with target 1 of 4 classes; no element of x is 0. */
  static Case of(float[] x, float[] map, long... shape) {
    return new Case(3, x, map, Positions.of(shape), 1, 4, 0, new float[] {0, 1, 0, 0});
  }

  static float[] random(int size, long seed) {
    Random random = new Random(seed);
    float[] out = new float[size];
    for (int i = 0; i < size; i++) {
      out[i] = (float) random.nextGaussian();
    }
    return out;
  }

  static float[] constant(int size, float value) {
    float[] out = new float[size];
    java.util.Arrays.fill(out, value);
    return out;
  }

  static ToDoubleFunction<float[]> linear(float[] w) {
    return x -> {
      double sum = 0.5;
      for (int i = 0; i < x.length; i++) {
        sum += (double) w[i] * x[i];
      }
      return sum;
    };
  }

  /** Σ w_i x_i² + Σ x_i x_{i+1}: positions work together. */
  static ToDoubleFunction<float[]> quadratic(float[] w) {
    return x -> {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += (double) w[i] * x[i] * x[i];
        sum += i + 1 < x.length ? (double) x[i] * x[i + 1] : 0;
      }
      return sum;
    };
  }

  /** Pearson's correlation in its other form, n Σab − Σa Σb. */
  static double correlation(double[] a, double[] b) {
    double n = a.length;
    double sa = 0;
    double sb = 0;
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      sa += a[i];
      sb += b[i];
      ab += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return (n * ab - sa * sb) / Math.sqrt((n * aa - sa * sa) * (n * bb - sb * sb));
  }

  /** Ranks by counting: those below, and half of the equals. */
  static double[] ranks(double[] a) {
    double[] out = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      for (double other : a) {
        out[i] += other < a[i] ? 1 : other == a[i] ? 0.5 : 0;
      }
    }
    return out;
  }
}
