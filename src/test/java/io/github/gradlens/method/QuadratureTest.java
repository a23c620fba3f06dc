package io.github.gradlens.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.gradlens.method.Quadrature.Rule;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuadratureTest {
  @ParameterizedTest
  @EnumSource
  void weightsOfEveryRuleSumToOne(Rule rule) {
    for (int n : new int[] {2, 3, 16, 50, 300}) {
      assertEquals(1, integrate(rule, n, a -> 1), 1e-5);
    }
  }

  @Test
  void gaussLegendreIsExactForPolynomialsOfDegreeTwiceNMinusOne() {
    assertEquals(1.0 / 10, integrate(Rule.GAUSS_LEGENDRE, 5, a -> Math.pow(a, 9)), 1e-6);
  }

  @Test
  void nodesStandWhereTheContractSays() {
    assertArrayEquals(new float[] {0.25f, 0.75f}, nodes(Rule.MIDPOINT, 2));
    assertArrayEquals(new float[] {0, 0.5f}, nodes(Rule.LEFT, 2));
    assertArrayEquals(new float[] {0.5f, 1}, nodes(Rule.RIGHT, 2));
    assertArrayEquals(new float[] {0, 0.5f, 1}, nodes(Rule.TRAPEZOID, 3));
    assertArrayEquals(
        new float[] {0.25f, 0.5f, 0.25f}, Quadrature.of(Rule.TRAPEZOID, 3).weights().toFloats());
    assertArrayEquals(new float[] {0.21132487f, 0.7886751f}, nodes(Rule.GAUSS_LEGENDRE, 2), 1e-6f);
  }

  private static float[] nodes(Rule rule, int n) {
    return Quadrature.of(rule, n).alphas().toFloats();
  }

  private static double integrate(Rule rule, int n, DoubleUnaryOperator f) {
    Quadrature q = Quadrature.of(rule, n);
    double sum = 0;
    for (int k = 0; k < n; k++) {
      sum += q.weights().doubleAt(k) * f.applyAsDouble(q.alphas().doubleAt(k));
    }
    return sum;
  }
}
