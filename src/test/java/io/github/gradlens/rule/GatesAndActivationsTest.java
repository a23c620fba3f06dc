package io.github.gradlens.rule;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tensorflow.Operand;

/** Activations, gates and products of signals in loops. */
final class GatesAndActivationsTest {
  private static final RuleOptions EVEN = new RuleOptions(true, false, false, false, false);
  private static final RuleOptions RESCALE = new RuleOptions(true, false, true, true, false);

  private static Map<String, long[]> inputs(long[] x, long[] y) {
    Map<String, long[]> inputs = new LinkedHashMap<>();
    inputs.put("x", x);
    inputs.put("y", y);
    return inputs;
  }

  private static long[] s(long... shape) {
    return shape;
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  /** relu6(x + 3) / 6, in the ops that Keras writes. */
  private static Operand<?> hardSigmoid(Net net, Operand<?> x) {
    Operand<?> clipped = net.apply("Relu6", net.apply("AddV2", x, net.number(3)));
    return net.apply("Mul", clipped, net.number(1 / 6.0));
  }

  private record Activation(
      String name, BiFunction<Net, Operand<?>, Operand<?>> body, DoubleUnaryOperator phi) {}

  private static final List<Activation> ACTIVATIONS =
      List.of(
          new Activation(
              "sigmoid", (n, x) -> n.apply("Sigmoid", x), GatesAndActivationsTest::sigmoid),
          new Activation(
              "softplus", (n, x) -> n.apply("Softplus", x), z -> Math.log1p(Math.exp(z))),
          new Activation("exp", (n, x) -> n.apply("Exp", x), Math::exp),
          new Activation(
              "hard sigmoid",
              GatesAndActivationsTest::hardSigmoid,
              z -> Math.min(Math.max(z + 3, 0), 6) / 6),
          new Activation("tanh", (n, x) -> n.apply("Tanh", x), Math::tanh),
          new Activation(
              "swish", (n, x) -> n.apply("Mul", x, n.apply("Sigmoid", x)), z -> z * sigmoid(z)),
          new Activation(
              "hard swish",
              (n, x) -> n.apply("Mul", x, hardSigmoid(n, x)),
              z -> z * Math.min(Math.max(z + 3, 0), 6) / 6));

  @TestFactory
  Stream<DynamicTest> relevancePassesAnActivationUnchanged() {
    return ACTIVATIONS.stream()
        .map(
            activation ->
                DynamicTest.dynamicTest(
                    activation.name(),
                    () ->
                        Chain.check(
                            Chain.book(EVEN),
                            net -> net.name("z", activation.body().apply(net, net.input("x", 5))),
                            Map.of("x", s(5)),
                            (lab, passed, r, e) -> {
                              Close.check("x", r.example(e), passed.x().example(e), 0);
                              Close.check("b", s0(), passed.absorbed().example(e), 0);
                            })));
  }

  private static double[] s0() {
    return new double[1];
  }

  @TestFactory
  Stream<DynamicTest> aRescaledActivationKeepsWhatItSaysOfNothing() {
    return ACTIVATIONS.stream()
        .map(
            activation ->
                DynamicTest.dynamicTest(
                    activation.name(),
                    () ->
                        Chain.check(
                            Chain.book(RESCALE),
                            net ->
                                net.name("z", activation.body().apply(net, net.input("x", 2, 3))),
                            Map.of("x", s(2, 3)),
                            (lab, passed, r, e) -> {
                              double[] want = new double[6];
                              double kept = 0;
                              double zero = activation.phi().applyAsDouble(0);
                              for (int i = 0; i < 6; i++) {
                                double y = activation.phi().applyAsDouble(lab.value("x").at(e, i));
                                want[i] = r.at(e, i) * (y - zero) / y;
                                kept += r.at(e, i) * zero / y;
                              }
                              Close.check("x", want, passed.x().example(e), 1e-9);
                              Close.check(
                                  "kept", new double[] {kept}, passed.absorbed().example(e), 1e-9);
                            })));
  }

  private static double[] scaled(double factor, double[] r) {
    return Arrays.stream(r).map(v -> factor * v).toArray();
  }

  /** What a factor that is broadcast over four positions gets. */
  private static double[] overPositions(double factor, double[] r) {
    double[] out = new double[3];
    for (int i = 0; i < r.length; i++) {
      out[i % 3] += factor * r[i];
    }
    return out;
  }

  /** A squeeze-and-excite multiplication: of a map by one figure a channel. */
  private static void excited(Net net, boolean hard, boolean gateFirst) {
    Operand<?> x = net.input("x", 2, 2, 3);
    Operand<?> y = net.input("y", 1, 1, 3);
    Operand<?> gate = hard ? hardSigmoid(net, y) : net.apply("Sigmoid", y);
    net.name("z", gateFirst ? net.apply("Mul", gate, x) : net.apply("Mul", x, gate));
  }

  @TestFactory
  Stream<DynamicTest> theSignalOfAnExcitedMapTakesAll() {
    return Stream.of(0, 1, 2, 3)
        .map(
            k ->
                DynamicTest.dynamicTest(
                    (k / 2 == 1 ? "hard sigmoid" : "sigmoid") + (k % 2 == 1 ? " first" : ""),
                    () -> {
                      Net.Body body = net -> excited(net, k / 2 == 1, k % 2 == 1);
                      Chain.check(
                          Chain.book(RuleOptions.DEFAULTS),
                          body,
                          inputs(s(2, 2, 3), s(1, 1, 3)),
                          (lab, passed, r, e) -> {
                            Close.check("x", r.example(e), passed.x().example(e), 0);
                            Close.check("y", new double[3], passed.at("y").example(e), 0);
                          });
                      Chain.check(
                          Chain.book(EVEN),
                          body,
                          inputs(s(2, 2, 3), s(1, 1, 3)),
                          (lab, passed, r, e) -> {
                            double[] half = scaled(0.5, r.example(e));
                            double[] gate = overPositions(0.5, r.example(e));
                            Close.check("x", half, passed.x().example(e), 1e-12);
                            Close.check("y", gate, passed.at("y").example(e), 1e-12);
                          });
                    }));
  }

  @Test
  void anLstmsGateIsToldFromItsSignal() {
    Net.Body body =
        net ->
            net.as("z")
                .apply(
                    "Mul",
                    net.apply("Sigmoid", net.input("y", 4)),
                    net.apply("Tanh", net.input("x", 4)));
    Chain.check(
        Chain.book(RuleOptions.DEFAULTS),
        body,
        inputs(s(4), s(4)),
        (lab, passed, r, e) -> {
          Close.check("x", r.example(e), passed.x().example(e), 0);
          Close.check("y", new double[4], passed.at("y").example(e), 0);
        });
  }

  @Test
  void productsWithoutAGateOrOfTwoGatesGiveHalves() {
    for (String op : List.of("Tanh", "Sigmoid")) {
      Chain.check(
          Chain.book(RuleOptions.DEFAULTS),
          net ->
              net.as("z")
                  .apply("Mul", net.apply(op, net.input("x", 4)), net.apply(op, net.input("y", 4))),
          inputs(s(4), s(4)),
          (lab, passed, r, e) -> {
            double[] half = scaled(0.5, r.example(e));
            Close.check("x", half, passed.x().example(e), 0);
            Close.check("y", half, passed.at("y").example(e), 0);
          });
    }
  }

  /** R_A = A ⊙ (R / stab(2O)) Bᵀ and R_B = B ⊙ Aᵀ (R / stab(2O)) for A [2,3] and B [3,2]. */
  private static void checkProduct(Lab lab, Lab.Passed passed, Numbers r, int e) {
    double[] a = lab.value("x").example(e);
    double[] b = lab.value("y").example(e);
    double[] ra = new double[6];
    double[] rb = new double[6];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        double o = 0;
        for (int k = 0; k < 3; k++) {
          o += a[i * 3 + k] * b[k * 2 + j];
        }
        double stable = 2 * o + (2 * o < 0 ? -1e-6 : 1e-6);
        for (int k = 0; k < 3; k++) {
          double share = a[i * 3 + k] * b[k * 2 + j] * r.at(e, i * 2 + j) / stable;
          ra[i * 3 + k] += share;
          rb[k * 2 + j] += share;
        }
      }
    }
    Close.check("A", ra, passed.x().example(e), 1e-9);
    Close.check("B", rb, passed.at("y").example(e), 1e-9);
  }

  @Test
  void matrixProductsOfTwoSignalsGiveHalves() {
    Chain.check(
        Chain.book(RuleOptions.DEFAULTS),
        net -> net.as("z").apply("BatchMatMulV2", net.input("x", 2, 3), net.input("y", 3, 2)),
        inputs(s(2, 3), s(3, 2)),
        GatesAndActivationsTest::checkProduct);
    Chain.check(
        Chain.book(RuleOptions.DEFAULTS),
        net ->
            net.as("z")
                .op("Einsum")
                .list(List.of(net.input("x", 2, 3), net.input("y", 3, 2)))
                .attr("equation", "bik,bkj->bij")
                .one(),
        inputs(s(2, 3), s(3, 2)),
        GatesAndActivationsTest::checkProduct);
  }

  @Test
  void aSoftmaxInsideTakesItsOwnShareOut() {
    Chain.check(
        Chain.book(RuleOptions.DEFAULTS),
        net -> net.name("z", net.apply("Softmax", net.input("x", 2, 4))),
        Map.of("x", s(2, 4)),
        (lab, passed, r, e) -> {
          double[] want = new double[8];
          for (int i = 0; i < 8; i++) {
            double total = 0;
            double exps = 0;
            for (int k = i / 4 * 4; k < i / 4 * 4 + 4; k++) {
              total += r.at(e, k);
              exps += Math.exp(lab.value("x").at(e, k));
            }
            double x = lab.value("x").at(e, i);
            want[i] = x * (r.at(e, i) - Math.exp(x) / exps * total);
          }
          Close.check("x", want, passed.x().example(e), 1e-9);
        });
  }

  @Test
  void aMaskedEntryCountsNothing() {
    double inf = Double.NEGATIVE_INFINITY;
    Chain.check(
        Chain.book(RuleOptions.DEFAULTS),
        net -> {
          Operand<?> mask = net.constant(Numbers.of(new long[] {3}, 0, inf, 0));
          net.name(
              "z",
              net.apply(
                  "Softmax",
                  net.apply("AddV2", net.as("a").apply("Tanh", net.input("x", 3)), mask)));
        },
        Map.of("x", s(3)),
        (lab, passed, r, e) -> {
          double[] x = lab.value("a").example(e);
          double sum = Math.exp(x[0]) + Math.exp(x[2]);
          double total = r.at(e, 0) + r.at(e, 1) + r.at(e, 2);
          double[] want = {
            x[0] * (r.at(e, 0) - Math.exp(x[0]) / sum * total),
            0,
            x[2] * (r.at(e, 2) - Math.exp(x[2]) / sum * total)
          };
          Close.check("x", want, passed.x().example(e), 1e-9);
          Close.check("kept", new double[1], passed.absorbed().example(e), 1e-9);
        });
  }
}
