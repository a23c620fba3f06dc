package io.github.gradlens.rule;

import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.gradient.GradientBook;
import io.github.gradlens.method.MethodSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/** Σ R = f where theory has it, on whole networks, for the methods as they are called. */
final class ConservationTest {
  private static final List<String> CONSERVING =
      List.of(
          "lrp-0",
          "lrp-epsilon:epsilon=1e-12",
          "lrp-gamma",
          "lrp-gamma:gamma=4",
          "lrp-alpha1-beta0",
          "lrp-alpha2-beta1",
          "lrp-z-plus",
          "lrp-epsilon-plus:epsilon=1e-12",
          "lrp-epsilon-plus-flat:epsilon=1e-12",
          "lrp-epsilon-alpha2-beta1:epsilon=1e-12",
          "lrp-epsilon-alpha2-beta1-flat:epsilon=1e-12",
          "lrp-epsilon-gamma-box:epsilon=1e-12,low=-9,high=9",
          "lrp-0:max-pool=proportional",
          "lrp-z-plus:max-pool=proportional");

  /**
   * These give relevance to what is 0, which a sum or an average of nothing but 0 cannot pass on.
   */
  private static final List<String> CONSERVING_WITHOUT_SUMS = List.of("lrp-w-square", "lrp-flat");

  /** A network with or without biases. */
  @FunctionalInterface
  private interface Body {
    void write(Net net, boolean biases);
  }

  private static final Map<String, Body> NETWORKS =
      Map.of(
          "dense", ConservationTest::dense,
          "convolutions and maxima", ConservationTest::maxima,
          "convolutions and pools", ConservationTest::convolutions,
          "residual and concat", ConservationTest::residual);

  private static Operand<?> relu(Net net, Operand<?> z, boolean biases) {
    return net.apply("Relu", biases ? net.biased(z) : z);
  }

  private static Operand<?> matmul(Net net, Operand<?> x, int rows, int columns) {
    return net.apply("MatMul", x, net.weight(rows, columns));
  }

  private static void head(Net net, Operand<?> z, boolean biases) {
    net.name("z", biases ? net.biased(z) : z);
  }

  private static void dense(Net net, boolean biases) {
    Operand<?> a = relu(net, matmul(net, net.flatten(net.input("x", 8, 8, 3)), 192, 30), biases);
    Operand<?> b = relu(net, matmul(net, a, 30, 20), biases);
    head(net, matmul(net, b, 20, 4), biases);
  }

  private static void maxima(Net net, boolean biases) {
    Operand<?> x = net.input("x", 8, 8, 3);
    Operand<?> a = relu(net, net.conv(x, "SAME", 1, 3, 3, 3, 8), biases);
    Operand<?> b =
        relu(net, net.conv(net.pool("MaxPool", a, "SAME", 3, 2), "SAME", 1, 3, 3, 8, 12), biases);
    head(net, matmul(net, net.flatten(b), 192, 4), biases);
  }

  private static void convolutions(Net net, boolean biases) {
    Operand<?> x = net.input("x", 8, 8, 3);
    Operand<?> a = relu(net, net.conv(x, "SAME", 1, 3, 3, 3, 8), biases);
    Operand<?> b =
        relu(net, net.conv(net.pool("MaxPool", a, "SAME", 3, 2), "SAME", 1, 3, 3, 8, 12), biases);
    Operand<?> c = net.pool("AvgPool", b, "SAME", 3, 2);
    head(net, matmul(net, net.flatten(c), 48, 4), biases);
  }

  private static void residual(Net net, boolean biases) {
    Operand<?> x = net.input("x", 8, 8, 3);
    Operand<?> a = relu(net, net.conv(x, "SAME", 2, 3, 3, 3, 8), biases);
    Operand<?> b = relu(net, net.conv(a, "SAME", 1, 3, 3, 8, 8), biases);
    Operand<?> sum = net.apply("AddV2", a, b);
    Operand<?> c = relu(net, net.conv(sum, "SAME", 1, 3, 3, 8, 24), biases);
    Operand<?> both = net.concat(3, c, sum);
    head(net, matmul(net, net.mean(both, false, 1, 2), 32, 4), biases);
  }

  private static void run(Body body, boolean biases, boolean dynamic, DataType type, Run run) {
    Numbers x = Numbers.normal(new Random(12), Net.BATCH, 8, 8, 3);
    try (Lab lab =
        new Lab(Net.of(dynamic, type, net -> body.write(net, biases)), Map.of("x", x), "z")) {
      run.with(lab, onFirstClass(lab.score()));
    }
  }

  @FunctionalInterface
  private interface Run {
    void with(Lab lab, Numbers start);
  }

  /** The relevance of the first class alone. */
  private static Numbers onFirstClass(Numbers z) {
    double[] values = z.values();
    int classes = values.length / z.examples();
    for (int i = 0; i < values.length; i++) {
      values[i] = i % classes == 0 ? values[i] : 0;
    }
    return Numbers.of(z.shape(), values);
  }

  private static RuleBook bookOf(String spec) {
    return MethodSpec.parse(spec).method().book();
  }

  private static Stream<DynamicTest> each(List<String> specs, boolean biases, OneCheck check) {
    return each(NETWORKS, specs, biases, check);
  }

  private static Stream<DynamicTest> each(
      Map<String, Body> networks, List<String> specs, boolean biases, OneCheck check) {
    return networks.entrySet().stream()
        .flatMap(
            network ->
                Stream.of(true, false)
                    .map(
                        dynamic ->
                            DynamicTest.dynamicTest(
                                network.getKey() + (dynamic ? ", dynamic batch" : ""),
                                () -> {
                                  for (DataType type :
                                      List.of(DataType.DT_DOUBLE, DataType.DT_FLOAT)) {
                                    double tolerance = type == DataType.DT_DOUBLE ? 1e-9 : 1e-4;
                                    run(
                                        network.getValue(),
                                        biases,
                                        dynamic,
                                        type,
                                        (lab, start) ->
                                            specs.forEach(
                                                spec -> check.of(lab, start, spec, tolerance)));
                                  }
                                })));
  }

  @FunctionalInterface
  private interface OneCheck {
    void of(Lab lab, Numbers start, String spec, double tolerance);
  }

  @TestFactory
  Stream<DynamicTest> withoutBiasesAllRelevanceArrives() {
    return each(
        CONSERVING,
        false,
        (lab, start, spec, tolerance) -> {
          Lab.Passed passed = lab.pass(bookOf(spec), start);
          Close.check(spec, start.sums(), passed.x().sums(), tolerance);
          Close.check(spec + ": kept", new double[Net.BATCH], passed.absorbed().values(), 0);
        });
  }

  @TestFactory
  Stream<DynamicTest> rulesThatDoNotAskForTheInputKeepAllWhereNothingIsSummed() {
    return each(
        Map.of("dense", ConservationTest::dense, "maxima", ConservationTest::maxima),
        CONSERVING_WITHOUT_SUMS,
        false,
        (lab, start, spec, tolerance) ->
            Close.check(spec, start.sums(), lab.pass(bookOf(spec), start).x().sums(), tolerance));
  }

  @TestFactory
  Stream<DynamicTest> whatDoesNotArriveBiasesHaveKept() {
    return each(
        List.of("lrp-0", "lrp-epsilon:epsilon=1e-12", "lrp-gamma", "lrp-alpha1-beta0"),
        true,
        (lab, start, spec, tolerance) -> {
          Lab.Passed passed = lab.pass(bookOf(spec), start);
          double[] both = passed.x().sums();
          double[] kept = passed.absorbed().values();
          Arrays.setAll(both, e -> both[e] + kept[e]);
          Close.check(spec, start.sums(), both, tolerance);
        });
  }

  @TestFactory
  Stream<DynamicTest> ofAReluNetLrp0IsGradientTimesInput() {
    return each(
        List.of("lrp-0"),
        true,
        (lab, start, spec, tolerance) -> {
          double[] oneHot = new double[start.values().length];
          Arrays.setAll(oneHot, i -> i % 4 == 0 ? 1 : 0);
          double[] g =
              lab.pass(new GradientBook("gradient"), Numbers.of(start.shape(), oneHot))
                  .x()
                  .values();
          double[] x = lab.value("x").values();
          Arrays.setAll(x, i -> x[i] * g[i]);
          Close.check(spec, x, lab.pass(bookOf(spec), start).x().values(), tolerance);
        });
  }
}
