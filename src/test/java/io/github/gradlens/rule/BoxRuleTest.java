package io.github.gradlens.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.gradlens.backward.Start;
import io.github.gradlens.error.UsageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;

/** The z^B-rule against loops over the site's matrix, also behind preprocessing. */
final class BoxRuleTest {
  private static final List<Double> LOW = List.of(-2.0, -1.5, -4.0, -2.25, -3.0);
  private static final List<Double> HIGH = List.of(3.0, 2.0, 2.5, 5.0, 4.0);

  private static RelevanceBook first(Box box) {
    Epsilon zero = new Epsilon(0, false, true);
    return RelevanceBook.uniform("test", Start.RELEVANCE, zero, box, RuleOptions.DEFAULTS);
  }

  private static double[] repeated(List<Double> values, int count) {
    double[] all = new double[count];
    Arrays.setAll(all, i -> values.get(i % values.size()));
    return all;
  }

  @TestFactory
  List<DynamicTest> agreesWithLoopsOverTheMatrix() {
    List<DynamicTest> tests = new ArrayList<>();
    for (LinearSite site : LinearSite.ALL) {
      if (!site.countsAsPreprocessing()) {
        int channels = (int) site.input()[site.input().length - 1];
        Box one = new Box(LOW.subList(0, 1), HIGH.subList(0, 1));
        Box many = new Box(LOW.subList(0, channels), HIGH.subList(0, channels));
        for (boolean dynamic : new boolean[] {false, true}) {
          String batch = dynamic ? ", dynamic batch" : "";
          tests.add(DynamicTest.dynamicTest(site.name() + batch, () -> check(site, one, dynamic)));
          tests.add(
              DynamicTest.dynamicTest(
                  site.name() + ", a bound a channel" + batch, () -> check(site, many, dynamic)));
        }
      }
    }
    return tests;
  }

  private static void check(LinearSite site, Box box, boolean dynamic) {
    Random random = new Random(6);
    Numbers x = site.draw(random);
    Matrix matrix = Matrix.between(graph(site, true), site.type(), "x", x, "z");
    try (Lab lab = new Lab(graph(site, dynamic), Map.of("x", x), "z")) {
      Numbers r = Numbers.normal(random, lab.score().shape());
      Lab.Passed passed = lab.pass(first(box), r);
      double[] low = repeated(box.low(), matrix.inputs());
      double[] high = repeated(box.high(), matrix.inputs());
      double tolerance = site.type() == DataType.DT_DOUBLE ? 1e-9 : 3e-4;
      for (int e = 0; e < Net.BATCH; e++) {
        Naive.Shares want = Naive.box(matrix, x.example(e), r.example(e), low, high);
        Close.check("example " + e, want.inputs, passed.x().example(e), tolerance);
        assertEquals(0, passed.absorbed().at(e, 0));
      }
    }
  }

  private static GraphDef graph(LinearSite site, boolean dynamic) {
    return Net.of(
        dynamic,
        site.type(),
        net -> net.name("z", site.body().apply(net, net.input("x", site.input()))));
  }

  /** x is scaled, one channel by a negative number, shifted, turned round and padded. */
  private static void preprocessed(Net net) {
    Operand<?> x = net.input("x", 4, 4, 3);
    Operand<?> scale = net.constant(Numbers.of(new long[] {3}, 0.5, -2, 0.25));
    Operand<?> shift = net.constant(Numbers.of(new long[] {3}, 1, -0.5, 3));
    Operand<?> moved = net.apply("Sub", net.apply("Mul", x, scale), shift);
    Operand<?> a = net.as("a").transpose(moved, net.tf().ints(0, 2, 1, 3));
    net.name("z", net.biased(net.conv(a, "SAME", 2, 3, 3, 3, 2)));
  }

  @Test
  void boundsTravelThroughPreprocessingAndANegativeScaleSwapsThem() {
    List<Double> scale = List.of(0.5, -2.0, 0.25);
    List<Double> shift = List.of(1.0, -0.5, 3.0);
    for (boolean dynamic : new boolean[] {false, true}) {
      Numbers x = Numbers.normal(new Random(3), Net.BATCH, 4, 4, 3);
      try (Lab lab = new Lab(Net.of(dynamic, BoxRuleTest::preprocessed), Map.of("x", x), "z")) {
        Matrix matrix =
            Matrix.between(
                Net.of(true, BoxRuleTest::preprocessed), DataType.DT_DOUBLE, "a", x, "z");
        double[] low = new double[matrix.inputs()];
        double[] high = new double[matrix.inputs()];
        for (int i = 0; i < low.length; i++) {
          int c = i % 3;
          double one = LOW.get(c) * scale.get(c) - shift.get(c);
          double other = HIGH.get(c) * scale.get(c) - shift.get(c);
          low[i] = Math.min(one, other);
          high[i] = Math.max(one, other);
        }
        Numbers r = Numbers.normal(new Random(4), lab.score().shape());
        Lab.Passed passed = lab.pass(first(new Box(LOW.subList(0, 3), HIGH.subList(0, 3))), r);
        Numbers a = lab.value("a");
        for (int e = 0; e < Net.BATCH; e++) {
          double[] want = Naive.box(matrix, a.example(e), r.example(e), low, high).inputs;
          double[] turned = new double[want.length];
          for (int i = 0; i < 4; i++) {
            for (int k = 0; k < 12; k++) {
              turned[i * 12 + k] = want[k / 3 * 12 + i * 3 + k % 3];
            }
          }
          Close.check("example " + e, turned, passed.x().example(e), 1e-9);
        }
      }
    }
  }

  @Test
  void aWrongNumberOfChannelsIsSaid() {
    GraphDef def = Net.of(true, BoxRuleTest::preprocessed);
    Numbers x = Numbers.normal(new Random(3), Net.BATCH, 4, 4, 3);
    try (Lab lab = new Lab(def, Map.of("x", x), "z")) {
      Numbers r = Numbers.normal(new Random(4), lab.score().shape());
      Box box = new Box(List.of(0.0, 0.0), List.of(1.0, 1.0));
      UsageException e = assertThrows(UsageException.class, () -> lab.pass(first(box), r));
      assertEquals(
          "low and high have 2 values, tensor x:0 has 3 channels; give one value, or one a channel",
          e.getMessage());
    }
  }
}
