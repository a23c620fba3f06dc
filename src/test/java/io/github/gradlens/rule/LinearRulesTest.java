package io.github.gradlens.rule;

import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;

/**
 * Every linear rule on every form of linear site against loops over the site's matrix, which unit
 * vectors pushed through it find; also what the bias absorbed.
 */
final class LinearRulesTest {
  /** The op in front of a site. */
  private enum Before {
    /** None: a first layer. */
    INPUT,
    /** Signed, and no preprocessing. */
    TANH,
    /** Known to be ≥ 0. */
    RELU
  }

  /** A rule and what it should do. */
  private record Checked(String name, Rule rule, Naive.Form form) {}

  private static final List<Checked> RULES =
      Stream.of(true, false).flatMap(LinearRulesTest::rules).toList();

  private static Stream<Checked> rules(boolean bias) {
    return Stream.of(
        checked(bias, new Epsilon(0, false, bias), (m, x, r) -> Naive.epsilon(m, x, r, 0, false)),
        checked(bias, new Epsilon(1, false, bias), (m, x, r) -> Naive.epsilon(m, x, r, 1, false)),
        checked(
            bias, new Epsilon(0.25, true, bias), (m, x, r) -> Naive.epsilon(m, x, r, 0.25, true)),
        checked(bias, new Gamma(0.5, bias), (m, x, r) -> Naive.gamma(m, x, r, 0.5)),
        checked(bias, new AlphaBeta(2, 1, bias), (m, x, r) -> Naive.alphaBeta(m, x, r, 2, 1)),
        checked(bias, new AlphaBeta(1, 0, bias), (m, x, r) -> Naive.alphaBeta(m, x, r, 1, 0)),
        checked(bias, new ZPlus(bias), (m, x, r) -> Naive.alphaBeta(m, x, r, 1, 0)),
        checked(bias, new WSquare(), Naive::wSquare),
        checked(bias, new Flat(), Naive::flat));
  }

  private static Checked checked(boolean bias, Rule rule, Naive.Form form) {
    return new Checked(
        rule.toString(), rule, bias ? form : (m, x, r) -> form.share(m.withoutBias(), x, r));
  }

  @TestFactory
  Stream<DynamicTest> agreeWithLoopsOverTheMatrix() {
    List<DynamicTest> tests = new ArrayList<>();
    for (LinearSite site : LinearSite.ALL) {
      for (Before before : Before.values()) {
        for (boolean dynamic : new boolean[] {false, true}) {
          boolean signed =
              site.countsAsPreprocessing() ? before == Before.TANH : before == Before.INPUT;
          if (signed || before == Before.RELU) {
            String name = site.name() + ", " + before + (dynamic ? ", dynamic batch" : "");
            tests.add(DynamicTest.dynamicTest(name, () -> check(site, before, dynamic)));
          }
        }
      }
    }
    return tests.stream();
  }

  private static GraphDef graph(LinearSite site, Before before, boolean dynamic) {
    return Net.of(
        dynamic,
        site.type(),
        net -> {
          Operand<?> x = net.input("x", site.input());
          Operand<?> a =
              switch (before) {
                case INPUT -> x;
                case TANH -> net.as("a").apply("Tanh", x);
                case RELU -> net.as("a").apply("Relu", x);
              };
          net.name("z", site.body().apply(net, a));
        });
  }

  private static void check(LinearSite site, Before before, boolean dynamic) {
    double tolerance = site.type() == DataType.DT_DOUBLE ? 1e-9 : 3e-4;
    Random random = new Random(5);
    Numbers x = site.draw(random);
    String from = before == Before.INPUT ? "x" : "a";
    Matrix matrix = Matrix.between(graph(site, before, true), site.type(), from, x, "z");
    try (Lab lab = new Lab(graph(site, before, dynamic), Map.of("x", x), "z")) {
      Numbers a = before == Before.INPUT ? x : lab.value("a");
      Numbers r = Numbers.normal(random, lab.score().shape());
      List<RelevanceBook> books =
          RULES.stream()
              .map(
                  checked ->
                      RelevanceBook.uniform(
                          "test", Start.RELEVANCE, checked.rule(), null, RuleOptions.DEFAULTS))
              .toList();
      List<Lab.Passed> passes = lab.passes(books, r);
      for (int k = 0; k < RULES.size(); k++) {
        Checked checked = RULES.get(k);
        Lab.Passed passed = passes.get(k);
        for (int e = 0; e < Net.BATCH; e++) {
          Naive.Shares want = checked.form().share(matrix, a.example(e), r.example(e));
          String what = checked.name() + ", example " + e;
          double[] kept = passed.absorbed().example(e);
          Close.check(what, want.inputs, passed.x().example(e), tolerance);
          Close.check(what + ", absorbed", new double[] {want.bias}, kept, tolerance);
        }
      }
    }
  }
}
