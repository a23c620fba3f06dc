package io.github.gradlens.rule;

import io.github.gradlens.graph.Trace;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * RevealCancel against the paper's equations (Shrikumar et al. 2017, sections 3.5.1 and 3.5.3) with
 * multipliers of Δ⁺ and Δ⁻ apart, and its own example.
 */
final class RevealCancelTest {
  private static double[] relu(double[] z) {
    double[] y = new double[z.length];
    for (int j = 0; j < z.length; j++) {
      y[j] = Math.max(z[j], 0);
    }
    return y;
  }

  private static double[] linear(Matrix m, double[] x) {
    double[] z = new double[m.outputs()];
    for (int j = 0; j < z.length; j++) {
      z[j] = m.b(j);
      for (int i = 0; i < x.length; i++) {
        z[j] += x[i] * m.w(i, j);
      }
    }
    return z;
  }

  /** Multipliers of the parts Δx_i⁺ and Δx_i⁻ of each unit to the target. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Parts(double[] plus, double[] minus) {}

  /** Section 3.5.1: from the multipliers of Δz_j⁺ and Δz_j⁻ to those of Δx_i⁺ and Δx_i⁻. */
  private static Parts throughLinear(Matrix m, double[] x, double[] x0, Parts ofZ) {
    double[] plus = new double[x.length];
    double[] minus = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double dx = x[i] - x0[i];
      for (int j = 0; j < m.outputs(); j++) {
        double w = m.w(i, j);
        double toPlus = dx == 0 ? 0.5 * w : w * dx > 0 ? w : 0;
        double toMinus = dx == 0 ? 0.5 * w : w * dx < 0 ? w : 0;
        plus[i] += toPlus * ofZ.plus[j] + toMinus * ofZ.minus[j];
        minus[i] += toPlus * ofZ.plus[j] + toMinus * ofZ.minus[j];
      }
    }
    return new Parts(plus, minus);
  }

  /** Section 3.5.3: from the multipliers of Δy⁺ and Δy⁻ to those of Δz⁺ and Δz⁻, y = relu(z). */
  private static Parts throughRelu(Matrix m, double[] x, double[] x0, Parts ofY) {
    double[] z0 = linear(m, x0);
    double[] plus = new double[z0.length];
    double[] minus = new double[z0.length];
    for (int j = 0; j < z0.length; j++) {
      double up = 0;
      double down = 0;
      for (int i = 0; i < x.length; i++) {
        double part = m.w(i, j) * (x[i] - x0[i]);
        up += Math.max(part, 0);
        down += Math.min(part, 0);
      }
      double yUp =
          0.5 * (max(z0[j] + up) - max(z0[j])) + 0.5 * (max(z0[j] + down + up) - max(z0[j] + down));
      double yDown =
          0.5 * (max(z0[j] + down) - max(z0[j])) + 0.5 * (max(z0[j] + up + down) - max(z0[j] + up));
      double local = z0[j] + up + down > 0 ? 1 : 0;
      plus[j] = ofY.plus[j] * (up < 1e-6 ? local : yUp / up);
      minus[j] = ofY.minus[j] * (down > -1e-6 ? local : yDown / down);
    }
    return new Parts(plus, minus);
  }

  private static double max(double z) {
    return Math.max(z, 0);
  }

  private static void network(Net net) {
    Operand<?> a = net.as("a").apply("Relu", net.name("u", net.dense(net.input("x", 6), 7)));
    Operand<?> b = net.as("b").apply("Relu", net.name("v", net.dense(a, 5)));
    net.name("z", net.dense(b, 2));
  }

  private static void plain(Net net) {
    Operand<?> a = net.as("a").apply("Relu", net.dense(net.input("x", 6), 7));
    Operand<?> b = net.as("b").apply("Relu", net.dense(a, 5));
    net.name("z", net.dense(b, 2));
  }

  private static Matrix between(String from, Numbers like, String to) {
    return Matrix.between(
        Net.of(true, RevealCancelTest::network), DataType.DT_DOUBLE, from, like, to);
  }

  private static Numbers multipliers(Lab lab, Trace reference, Numbers seed) {
    RevealCancelSites pairs =
        new RevealCancelSites(lab.network(), lab.sites(), false, Set.of("x:0", "z:0"));
    return lab.pass(new DeepLiftBook("test", reference, pairs), seed).x();
  }

  @Test
  void isThePapersRuleLayerByLayer() {
    Random random = new Random(5);
    double[] values = Numbers.normal(random, Net.BATCH, 6).values();
    double[] baselines = Numbers.normal(random, Net.BATCH, 6).values();
    for (int i : new int[] {0, 1, 8, 15, 17}) {
      baselines[i] = values[i];
    }
    Numbers x = Numbers.of(new long[] {Net.BATCH, 6}, values);
    Numbers x0 = Numbers.of(new long[] {Net.BATCH, 6}, baselines);
    for (boolean dynamic : new boolean[] {false, true}) {
      try (Lab lab = new Lab(Net.of(dynamic, RevealCancelTest::plain), Map.of("x", x), "z")) {
        Numbers seed = Numbers.normal(random, lab.score().shape());
        Numbers m = multipliers(lab, lab.at(Map.of("x", x0)), seed);
        Matrix one = between("x", x, "u");
        Matrix two = between("a", lab.value("a"), "v");
        Matrix three = between("b", lab.value("b"), "z");
        for (int e = 0; e < Net.BATCH; e++) {
          double[] at = x.example(e);
          double[] from = x0.example(e);
          double[] a = relu(linear(one, at));
          double[] a0 = relu(linear(one, from));
          double[] b = relu(linear(two, a));
          double[] b0 = relu(linear(two, a0));
          Parts top = new Parts(seed.example(e), seed.example(e));
          Parts ofB = throughLinear(three, b, b0, top);
          Parts ofA = throughLinear(two, a, a0, throughRelu(two, a, a0, ofB));
          Parts ofX = throughLinear(one, at, from, throughRelu(one, at, from, ofA));
          Close.check("m, example " + e, ofX.plus(), m.example(e), 1e-9);
        }
      }
    }
  }

  /** y = x1 − relu(x1 − x2) = min(x1, x2). */
  private static void minimum(Net net) {
    Operand<?> x = net.input("x", 2);
    Operand<?> difference =
        net.apply("MatMul", x, net.constant(Numbers.of(new long[] {2, 1}, 1, -1)));
    Operand<?> first = net.apply("MatMul", x, net.constant(Numbers.of(new long[] {2, 1}, 1, 0)));
    net.as("z").apply("Sub", first, net.apply("Relu", difference));
  }

  @Test
  void theSmallerOfTwoIsOwedToBothHalfAndHalf() {
    Numbers x = Numbers.rows(new double[] {10, 6}, new double[] {2, 7}, new double[] {3, 4});
    try (Lab lab = new Lab(Net.of(true, RevealCancelTest::minimum), Map.of("x", x), "z")) {
      Trace reference = lab.at(Map.of("x", Numbers.rows(new double[] {0, 0})));
      Numbers m = multipliers(lab, reference, Numbers.of(new long[] {3, 1}, 1, 1, 1));
      for (int e = 0; e < 3; e++) {
        double[] contributions = {m.at(e, 0) * x.at(e, 0), m.at(e, 1) * x.at(e, 1)};
        double half = Math.min(x.at(e, 0), x.at(e, 1)) / 2;
        Close.check("example " + e, new double[] {half, half}, contributions, 1e-12);
      }
    }
  }
}
