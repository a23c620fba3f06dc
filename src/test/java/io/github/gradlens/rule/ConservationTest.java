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
import org.tensorflow.proto.GraphDef;

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

  /** A network at its inputs with one pass done. */
  private record Case(Lab lab, String spec, Numbers start, Lab.Passed passed, double tolerance) {}

  @FunctionalInterface
  private interface Check {
    void of(Case done);
  }

  private static Stream<DynamicTest> each(
      Map<String, Body> networks, List<String> specs, boolean biases, Check check) {
    return networks.entrySet().stream()
        .flatMap(
            network ->
                Stream.of(
                    DynamicTest.dynamicTest(
                        network.getKey(),
                        () -> run(network.getValue(), biases, false, specs, check)),
                    DynamicTest.dynamicTest(
                        network.getKey() + ", float32, dynamic batch",
                        () -> run(network.getValue(), biases, true, specs, check))));
  }

  private static void run(
      Body body, boolean biases, boolean narrow, List<String> specs, Check check) {
    DataType type = narrow ? DataType.DT_FLOAT : DataType.DT_DOUBLE;
    GraphDef def = Net.of(narrow, type, net -> body.write(net, biases));
    Numbers x = Numbers.normal(new Random(12), Net.BATCH, 8, 8, 3);
    try (Lab lab = new Lab(def, Map.of("x", x), "z")) {
      Numbers start = onFirstClass(lab.score());
      List<RuleBook> books = specs.stream().map(ConservationTest::bookOf).toList();
      List<Lab.Passed> passed = lab.passes(books, start);
      for (int k = 0; k < specs.size(); k++) {
        check.of(new Case(lab, specs.get(k), start, passed.get(k), narrow ? 1e-4 : 1e-9));
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> withoutBiasesAllRelevanceArrives() {
    return each(
        NETWORKS,
        CONSERVING,
        false,
        c -> {
          double[] kept = c.passed.absorbed().values();
          Close.check(c.spec, c.start.sums(), c.passed.x().sums(), c.tolerance);
          Close.check(c.spec + ": kept", new double[Net.BATCH], kept, 0);
        });
  }

  @TestFactory
  Stream<DynamicTest> rulesThatDoNotAskForTheInputKeepAllWhereNothingIsSummed() {
    return each(
        Map.of("dense", ConservationTest::dense, "maxima", ConservationTest::maxima),
        CONSERVING_WITHOUT_SUMS,
        false,
        c -> Close.check(c.spec, c.start.sums(), c.passed.x().sums(), c.tolerance));
  }

  @TestFactory
  Stream<DynamicTest> whatDoesNotArriveBiasesHaveKept() {
    return each(
        NETWORKS,
        List.of("lrp-0", "lrp-epsilon:epsilon=1e-12", "lrp-gamma", "lrp-alpha1-beta0"),
        true,
        c -> {
          double[] both = c.passed.x().sums();
          Arrays.setAll(both, e -> both[e] + c.passed.absorbed().at(e, 0));
          Close.check(c.spec, c.start.sums(), both, c.tolerance);
        });
  }

  @TestFactory
  Stream<DynamicTest> ofAReluNetLrp0IsGradientTimesInput() {
    return each(
        NETWORKS,
        List.of("lrp-0"),
        true,
        c -> {
          double[] oneHot = new double[c.start.values().length];
          Arrays.setAll(oneHot, i -> i % 4 == 0 ? 1 : 0);
          Numbers seed = Numbers.of(c.start.shape(), oneHot);
          Numbers g = c.lab.pass(new GradientBook("gradient"), seed).x();
          double[] product = c.lab.value("x").values();
          Arrays.setAll(product, i -> product[i] * g.values()[i]);
          Close.check(c.spec, product, c.passed.x().values(), c.tolerance);
        });
  }
}
