package io.github.gradlens.rule;

import static java.lang.Math.max;
import static java.lang.Math.min;

/** The rules of linear sites, one example at a time, in loops over the entries of W. */
final class Naive {
  private Naive() {}

  /** A rule: what the inputs and the bias get of the outputs' relevance. */
  @FunctionalInterface
  interface Form {
    Shares share(Matrix m, double[] x, double[] r);
  }

  /** What the inputs get, and what the bias gets. */
  static final class Shares {
    final double[] inputs;
    double bias;

    Shares(int inputs) {
      this.inputs = new double[inputs];
    }
  }

  /** The contribution of input i, or of the bias, to output j, as a rule sees it. */
  @FunctionalInterface
  private interface Contribution {
    double of(int i, int j);
  }

  /** Adds R_j · c_ij / Σ c_ij, with the bias's contribution in the sum. */
  private static void portion(
      Shares out, int j, double r, double denominator, Contribution input, double bias) {
    if (denominator == 0) {
      return;
    }
    for (int i = 0; i < out.inputs.length; i++) {
      out.inputs[i] += input.of(i, j) * r / denominator;
    }
    out.bias += bias * r / denominator;
  }

  private static double sum(int n, int j, Contribution input) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += input.of(i, j);
    }
    return sum;
  }

  /** R_i = Σ_j x_i w_ij R_j / (z_j + ε·sgn(z_j)). */
  static Shares epsilon(Matrix m, double[] x, double[] r, double epsilon, boolean rms) {
    double[] z = new double[m.outputs()];
    double squares = 0;
    for (int j = 0; j < z.length; j++) {
      z[j] = sum(x.length, j, (i, k) -> x[i] * m.w(i, k)) + m.b(j);
      squares += z[j] * z[j];
    }
    double e = rms ? epsilon * Math.sqrt(squares / z.length) : epsilon;
    Shares out = new Shares(x.length);
    for (int j = 0; j < z.length; j++) {
      double stable = z[j] + (z[j] < 0 ? -e : e);
      portion(out, j, r[j], stable, (i, k) -> x[i] * m.w(i, k), m.b(j));
    }
    return out;
  }

  /** Where z > 0: x⁺(w + γw⁺) + x⁻(w + γw⁻), b + γb⁺; where z < 0: w⁺ and w⁻ change places. */
  static Shares gamma(Matrix m, double[] x, double[] r, double gamma) {
    Shares out = new Shares(x.length);
    for (int j = 0; j < m.outputs(); j++) {
      double z = sum(x.length, j, (i, k) -> x[i] * m.w(i, k)) + m.b(j);
      boolean up = z > 0;
      Contribution c =
          (i, k) -> {
            double w = m.w(i, k);
            boolean addsPositive = (x[i] > 0) == up;
            return x[i] * (w + gamma * (addsPositive ? max(w, 0) : min(w, 0)));
          };
      double b = m.b(j) + gamma * (up ? max(m.b(j), 0) : min(m.b(j), 0));
      portion(out, j, z == 0 ? 0 : r[j], sum(x.length, j, c) + b, c, b);
    }
    return out;
  }

  /** α · z_ij⁺ / (Σ z_ij⁺ + b⁺) − β · z_ij⁻ / (Σ z_ij⁻ + b⁻). */
  static Shares alphaBeta(Matrix m, double[] x, double[] r, double alpha, double beta) {
    Shares out = new Shares(x.length);
    for (int j = 0; j < m.outputs(); j++) {
      Contribution up = (i, k) -> max(x[i] * m.w(i, k), 0);
      Contribution down = (i, k) -> min(x[i] * m.w(i, k), 0);
      double b = m.b(j);
      portion(out, j, alpha * r[j], sum(x.length, j, up) + max(b, 0), up, max(b, 0));
      portion(out, j, -beta * r[j], sum(x.length, j, down) + min(b, 0), down, min(b, 0));
    }
    return out;
  }

  /** w_ij² / Σ_i w_ij². */
  static Shares wSquare(Matrix m, double[] x, double[] r) {
    Shares out = new Shares(x.length);
    for (int j = 0; j < m.outputs(); j++) {
      Contribution c = (i, k) -> m.w(i, k) * m.w(i, k);
      portion(out, j, r[j], sum(x.length, j, c), c, 0);
    }
    return out;
  }

  /** One share to every input that the output sees. */
  static Shares flat(Matrix m, double[] x, double[] r) {
    Shares out = new Shares(x.length);
    for (int j = 0; j < m.outputs(); j++) {
      Contribution c = (i, k) -> m.w(i, k) == 0 ? 0 : 1;
      portion(out, j, r[j], sum(x.length, j, c), c, 0);
    }
    return out;
  }

  /** x_i w_ij − l_i w_ij⁺ − h_i w_ij⁻ over its sum. */
  static Shares box(Matrix m, double[] x, double[] r, double[] low, double[] high) {
    Shares out = new Shares(x.length);
    for (int j = 0; j < m.outputs(); j++) {
      Contribution c =
          (i, k) -> {
            double w = m.w(i, k);
            return x[i] * w - low[i] * max(w, 0) - high[i] * min(w, 0);
          };
      portion(out, j, r[j], sum(x.length, j, c), c, 0);
    }
    return out;
  }
}
