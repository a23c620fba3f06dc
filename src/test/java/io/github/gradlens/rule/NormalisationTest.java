package io.github.gradlens.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.gradlens.op.OpKind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;

/** Layer and RMS normalisation inside a network in loops. */
final class NormalisationTest {
  private static final double[] GAMMA = {0.5, -1, 2, 1.5};
  private static final double[] BETA = {0.25, 0.5, -1, 0};

  /** (x − μ)/σ · γ + β as Keras 3 spells it, or x/rms · γ. */
  private static void network(Net net, boolean centred) {
    Operand<?> x = net.as("a").apply("Tanh", net.input("x", 3, 4));
    Operand<?> gamma = net.constant(Numbers.of(new long[] {4}, GAMMA));
    if (centred) {
      net.name("z", Nets.layerNorm(net, x, gamma, net.constant(Numbers.of(new long[] {4}, BETA))));
    } else {
      Operand<?> power = net.mean(net.apply("Square", x), true, -1);
      Operand<?> inverse = net.apply("Rsqrt", net.apply("AddV2", power, net.number(1e-3)));
      net.name("z", net.apply("Mul", net.apply("Mul", x, inverse), gamma));
    }
  }

  @Test
  void aLayerNormsSigmaIsAConstant() {
    Chain.check(
        Chain.book(RuleOptions.DEFAULTS),
        net -> network(net, true),
        Map.of("x", new long[] {3, 4}),
        (lab, passed, r, e) -> {
          assertEquals(OpKind.NORMALISATION, lab.site("Rsqrt").kind());
          double[] want = new double[12];
          for (int row = 0; row < 12; row += 4) {
            addShares(want, row, lab.value("a").example(e), r.example(e));
          }
          Close.check("x", want, passed.x().example(e), 1e-9);
        });
  }

  /** R_i = x_i Σ_j (δ_ij − 1/n) γ_j/σ · R_j / stab(y_j). */
  private static void addShares(double[] want, int row, double[] x, double[] r) {
    double mean = 0;
    double square = 0;
    for (int i = row; i < row + 4; i++) {
      mean += x[i] / 4;
      square += x[i] * x[i] / 4;
    }
    double sigma = Math.sqrt(square - mean * mean + 1e-3);
    for (int j = 0; j < 4; j++) {
      double y = (x[row + j] - mean) / sigma * GAMMA[j] + BETA[j];
      double s = r[row + j] / (y + (y < 0 ? -1e-6 : 1e-6));
      for (int i = 0; i < 4; i++) {
        want[row + i] += x[row + i] * ((i == j ? 1 : 0) - 0.25) * GAMMA[j] / sigma * s;
      }
    }
  }

  @Test
  void relevancePassesAnRmsNormUnchanged() {
    Chain.check(
        Chain.book(RuleOptions.DEFAULTS),
        net -> network(net, false),
        Map.of("x", new long[] {3, 4}),
        (lab, passed, r, e) -> {
          assertEquals(OpKind.NORMALISATION, lab.site("Rsqrt").kind());
          Close.check("x", r.example(e), passed.x().example(e), 0);
        });
  }
}
