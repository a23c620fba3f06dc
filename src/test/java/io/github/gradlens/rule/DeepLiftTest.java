package io.github.gradlens.rule;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tensorflow.Operand;

/** DeepLIFT's multipliers at single sites in loops. */
final class DeepLiftTest {
  /** Checks the multipliers of one example. */
  @FunctionalInterface
  private interface Check {
    void of(
        Map<String, double[]> x, Map<String, double[]> x0, Lab.Passed passed, double[] m, int e);
  }

  /** Runs with one baseline for all, and with one an example. */
  private static void check(Net.Body body, Map<String, Numbers> inputs, Check check) {
    for (boolean dynamic : new boolean[] {false, true}) {
      for (boolean shared : new boolean[] {false, true}) {
        Random random = new Random(21);
        Map<String, Numbers> baseline = new LinkedHashMap<>();
        inputs.forEach(
            (name, x) -> {
              long[] shape = x.shape();
              shape[0] = shared ? 1 : Net.BATCH;
              baseline.put(name, near(x, Numbers.normal(random, shape)));
            });
        try (Lab lab = new Lab(Net.of(dynamic, body), inputs, "z")) {
          Numbers m = Numbers.normal(random, lab.score().shape());
          Lab.Passed passed = lab.pass(new DeepLiftBook("test", lab.at(baseline), null), m);
          for (int e = 0; e < Net.BATCH; e++) {
            int row = e;
            Map<String, double[]> x = new LinkedHashMap<>();
            Map<String, double[]> x0 = new LinkedHashMap<>();
            inputs.forEach((name, value) -> x.put(name, value.example(row)));
            baseline.forEach((name, value) -> x0.put(name, value.example(shared ? 0 : row)));
            check.of(x, x0, passed, m.example(e), e);
          }
        }
      }
    }
  }

  /** The baseline; its first element is the first input's, its second nearly so. */
  private static Numbers near(Numbers x, Numbers baseline) {
    double[] values = baseline.values();
    values[0] = x.at(0, 0);
    values[1] = x.at(0, 1) - 5e-7;
    return Numbers.of(baseline.shape(), values);
  }

  private static Map<String, Numbers> inputs(long[]... shapes) {
    Random random = new Random(20);
    Map<String, Numbers> inputs = new LinkedHashMap<>();
    for (int i = 0; i < shapes.length; i++) {
      inputs.put(i == 0 ? "x" : "y", Numbers.normal(random, Chain.batch(shapes[i])));
    }
    return inputs;
  }

  private static long[] s(long... shape) {
    return shape;
  }

  private static double[] of(Map<String, double[]> values, String name) {
    return values.getOrDefault(name, new double[0]);
  }

  private record Activation(
      String name, BiFunction<Net, Operand<?>, Operand<?>> body, DoubleUnaryOperator phi) {}

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private static final List<Activation> ACTIVATIONS =
      List.of(
          new Activation("relu", (n, x) -> n.apply("Relu", x), z -> Math.max(z, 0)),
          new Activation("sigmoid", (n, x) -> n.apply("Sigmoid", x), DeepLiftTest::sigmoid),
          new Activation("exp", (n, x) -> n.apply("Exp", x), Math::exp),
          new Activation("square", (n, x) -> n.apply("Square", x), z -> z * z),
          new Activation(
              "swish", (n, x) -> n.apply("Mul", n.apply("Sigmoid", x), x), z -> z * sigmoid(z)),
          new Activation(
              "hard swish", Nets::hardSwish, z -> z * Math.min(Math.max(z + 3, 0), 6) / 6),
          new Activation(
              "gelu by tanh",
              Nets::gelu,
              z -> 0.5 * z * (1 + Math.tanh(0.8 * (z + 0.044715 * z * z * z)))));

  @TestFactory
  Stream<DynamicTest> anActivationHasItsSlope() {
    return ACTIVATIONS.stream()
        .map(a -> DynamicTest.dynamicTest(a.name(), () -> checkActivation(a)));
  }

  private static void checkActivation(Activation activation) {
    DoubleUnaryOperator phi = activation.phi();
    check(
        net -> net.name("z", activation.body().apply(net, net.input("x", 5))),
        inputs(s(5)),
        (x, x0, passed, m, e) -> {
          double[] want = new double[5];
          for (int i = 0; i < 5; i++) {
            double at = of(x, "x")[i];
            double from = of(x0, "x")[i];
            boolean local = Math.abs(at - from) < 1e-6;
            double up = phi.applyAsDouble(local ? at + 1e-6 : at);
            double low = phi.applyAsDouble(local ? at - 1e-6 : from);
            want[i] = m[i] * (up - low) / (local ? 2e-6 : at - from);
          }
          Close.check(activation.name(), want, passed.x().example(e), 1e-8);
        });
  }

  @Test
  void aProductTakesTheMeanOfTheOtherFactor() {
    check(
        net -> net.as("z").apply("Mul", net.input("x", 2, 2, 3), net.input("y", 1, 1, 3)),
        inputs(s(2, 2, 3), s(1, 1, 3)),
        (x, x0, passed, m, e) -> {
          double[] toX = new double[12];
          double[] toY = new double[3];
          for (int i = 0; i < 12; i++) {
            toX[i] = m[i] * (of(x, "y")[i % 3] + of(x0, "y")[i % 3]) / 2;
            toY[i % 3] += m[i] * (of(x, "x")[i] + of(x0, "x")[i]) / 2;
          }
          Close.check("x", toX, passed.x().example(e), 1e-9);
          Close.check("y", toY, passed.at("y").example(e), 1e-9);
        });
  }

  /** m·(max(y, y') − y') to the input's winner, m·(y − max(y, y')) to the baseline's. */
  @Test
  void aMaximumSpeaksOfBothWinners() {
    check(
        net -> net.name("z", net.pool("MaxPool", net.input("x", 4, 4, 1), "VALID", 2, 2)),
        inputs(s(4, 4, 1)),
        (x, x0, passed, m, e) -> {
          double[] at = of(x, "x");
          double[] from = of(x0, "x");
          double[] moved = new double[16];
          for (int j = 0; j < 4; j++) {
            int corner = j / 2 * 8 + j % 2 * 2;
            int[] window = {corner, corner + 1, corner + 4, corner + 5};
            int winner = largest(at, window);
            int other = largest(from, window);
            double top = Math.max(at[winner], from[other]);
            moved[winner] += m[j] * (top - from[other]);
            moved[other] += m[j] * (at[winner] - top);
          }
          double[] want = new double[16];
          Arrays.setAll(want, i -> moved[i] == 0 ? 0 : moved[i] / (at[i] - from[i]));
          Close.check("x", want, passed.x().example(e), 1e-9);
        });
  }

  private static int largest(double[] values, int... window) {
    int winner = window[0];
    for (int i : window) {
      winner = values[i] > values[winner] ? i : winner;
    }
    return winner;
  }

  @Test
  void whatIsLinearPassesItsTranspose() {
    Net.Body body =
        net -> net.name("z", net.biased(net.conv(net.input("x", 4, 4, 2), "SAME", 2, 3, 3, 2, 3)));
    Matrix matrix =
        Matrix.between(
            Net.of(true, body),
            org.tensorflow.proto.DataType.DT_DOUBLE,
            "x",
            Numbers.normal(new Random(1), 1, 4, 4, 2),
            "z");
    check(
        body,
        inputs(s(4, 4, 2)),
        (x, x0, passed, m, e) -> {
          double[] want = new double[32];
          for (int i = 0; i < want.length; i++) {
            for (int j = 0; j < m.length; j++) {
              want[i] += matrix.w(i, j) * m[j];
            }
          }
          Close.check("x", want, passed.x().example(e), 1e-9);
        });
  }
}
