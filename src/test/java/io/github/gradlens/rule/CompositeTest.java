package io.github.gradlens.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.gradlens.backward.Place;
import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.Start;
import io.github.gradlens.site.Site;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/** Which site takes which rule, and whole composites layer by layer in loops. */
final class CompositeTest {
  private static final Rule DENSE = new Epsilon(0.01, false, true);
  private static final Rule CONVOLUTION = new ZPlus(true);
  private static final Rule FIRST = new Flat();
  private static final Rule DIAGONAL = new Epsilon(0.5, false, true);

  private static RelevanceBook book(Map<String, Rule> layers) {
    return new RelevanceBook(
        "lrp", Start.RELEVANCE, DENSE, CONVOLUTION, FIRST, DIAGONAL, layers, RuleOptions.DEFAULTS);
  }

  /** Two convolutions, a pool, a dense layer: every named tensor is one layer's result. */
  private static void network(Net net) {
    Operand<?> x = net.input("x", 6, 6, 2);
    Operand<?> a = net.as("a").apply("Relu", net.biased(net.conv(x, "SAME", 1, 3, 3, 2, 4)));
    Operand<?> b = net.as("b").apply("Relu", net.biased(net.conv(a, "VALID", 2, 2, 2, 4, 5)));
    Operand<?> c = net.name("c", net.pool("AvgPool", b, "SAME", 2, 2));
    net.name("z", net.dense(net.flatten(c), 3));
  }

  @Test
  void aWholeCompositeIsItsLayersOneAfterTheOther() {
    Numbers x = Numbers.normal(new Random(3), Net.BATCH, 6, 6, 2);
    for (boolean dynamic : new boolean[] {false, true}) {
      try (Lab lab = new Lab(Net.of(dynamic, CompositeTest::network), Map.of("x", x), "z")) {
        Matrix first = between(lab, "x", "a/Relu");
        Numbers r = Numbers.normal(new Random(4), lab.score().shape());
        Lab.Passed passed = lab.pass(book(Map.of()), r);
        Matrix second = between(lab, "a", "b/Relu");
        Matrix pool = between(lab, "b", "c");
        Matrix dense = between(lab, "c", "z");
        for (int e = 0; e < Net.BATCH; e++) {
          double[] c = lab.value("c").example(e);
          double[] b = lab.value("b").example(e);
          double[] a = lab.value("a").example(e);
          Naive.Shares atC = Naive.epsilon(dense, c, r.example(e), 0.01, false);
          Naive.Shares atB = Naive.epsilon(pool, b, atC.inputs, 0, false);
          Naive.Shares atA = Naive.alphaBeta(second, a, atB.inputs, 1, 0);
          Naive.Shares atX = Naive.flat(first, x.example(e), atA.inputs);
          double bias = atC.bias + atA.bias;
          Close.check("x", atX.inputs, passed.x().example(e), 1e-9);
          Close.check("kept", new double[] {bias}, passed.absorbed().example(e), 1e-9);
        }
      }
    }
  }

  /** What is linear between two tensors; "a/Relu" is what the op a of that kind reads. */
  private static Matrix between(Lab lab, String from, String to) {
    String end = to;
    int slash = to.indexOf('/');
    if (slash > 0) {
      end = lab.network().producer(to.substring(0, slash) + ":0").inputs().get(0);
      end = end.substring(0, end.indexOf(':'));
    }
    return Matrix.between(
        Net.of(true, CompositeTest::network), DataType.DT_DOUBLE, from, lab.value(from), end);
  }

  private static Rule ruleOf(Lab lab, RelevanceBook book, String node) {
    Site site = lab.site(node);
    Rule rule = book.ruleFor(site, lab.path().placeOf(site));
    if (rule == null) {
      throw new AssertionError("no rule for " + node);
    }
    return rule;
  }

  private static Place placeOf(Lab lab, String node) {
    return lab.path().placeOf(lab.site(node));
  }

  private static Operand<?> matmul(Net net, String name, Operand<?> x, int rows, int columns) {
    return net.as(name).apply("MatMul", x, net.weight(rows, columns));
  }

  private static Lab lab(Net.Body body, Map<String, long[]> inputs) {
    Map<String, Numbers> values = new LinkedHashMap<>();
    inputs.forEach(
        (name, shape) -> values.put(name, Numbers.normal(new Random(1), Chain.batch(shape))));
    return new Lab(Net.of(true, body), values, "z");
  }

  @Test
  void severalLayersCanBeFirst() {
    Map<String, long[]> inputs = new LinkedHashMap<>();
    inputs.put("x", new long[] {4});
    inputs.put("y", new long[] {2, 3});
    Net.Body body =
        net -> {
          Operand<?> x = net.input("x", 4);
          Operand<?> one = matmul(net, "one", x, 4, 3);
          Operand<?> two = matmul(net, "two", net.apply("Mul", x, net.number(2)), 4, 3);
          Operand<?> three = matmul(net, "three", net.flatten(net.input("y", 2, 3)), 6, 3);
          Operand<?> sum = net.addN(one, net.apply("Relu", two), three);
          net.name("z", matmul(net, "inner", sum, 3, 2));
        };
    try (Lab lab = lab(body, inputs)) {
      RelevanceBook book = book(Map.of());
      for (String name : new String[] {"one", "two", "three"}) {
        assertEquals(Place.FIRST, placeOf(lab, name), name);
        assertEquals(FIRST, ruleOf(lab, book, name), name);
      }
      assertEquals(Place.PREPROCESSING, placeOf(lab, "Mul"));
      assertEquals(new Pass(), ruleOf(lab, book, "Mul"));
      assertEquals(Place.INNER, placeOf(lab, "inner"));
      assertEquals(DENSE, ruleOf(lab, book, "inner"));
    }
  }

  @Test
  void aScaleBehindALayerIsALayerAndNeverFirst() {
    Net.Body body =
        net -> {
          Operand<?> x = net.input("x", 4, 4, 2);
          Operand<?> a = net.apply("Relu", net.conv(x, "SAME", 1, 3, 3, 2, 2));
          Operand<?> scaled = net.as("scale").apply("Mul", a, net.weight(2));
          Operand<?> b =
              net.windowed("Conv2D", "SAME", 1).in(scaled).in(net.weight(1, 1, 2, 3)).one();
          net.name("z", b);
        };
    try (Lab lab = lab(body, Map.of("x", new long[] {4, 4, 2}))) {
      assertEquals(Place.INNER, placeOf(lab, "scale"));
      assertEquals(DIAGONAL, ruleOf(lab, book(Map.of()), "scale"));
      assertEquals(FIRST, ruleOf(lab, book(Map.of()), "Conv2D"));
      assertEquals(CONVOLUTION, ruleOf(lab, book(Map.of()), "Conv2D_1"));
    }
  }

  @Test
  void aLayersOwnRuleGoesBeforeAllOthersAndTheNarrowestNameWins() {
    Net.Body body =
        net -> {
          Operand<?> a = matmul(net, "block/one_1/MatMul", net.input("x", 4), 4, 3);
          net.name("z", matmul(net, "other/MatMul", net.apply("Tanh", a), 3, 2));
        };
    Map<String, Rule> layers = new LinkedHashMap<>();
    layers.put("one", new Gamma(0.25, true));
    layers.put("block", new WSquare());
    try (Lab lab = lab(body, Map.of("x", new long[] {4}))) {
      String inner = "block/one_1/MatMul";
      assertEquals(new Gamma(0.25, true), ruleOf(lab, book(layers), inner));
      assertEquals(DENSE, ruleOf(lab, book(layers), "other/MatMul"));
      assertEquals(new WSquare(), ruleOf(lab, book(Map.of("block", new WSquare())), inner));
      assertEquals(new WSquare(), ruleOf(lab, book(Map.of("block/one", new WSquare())), inner));
      assertEquals(FIRST, ruleOf(lab, book(Map.of("lock", new WSquare())), inner));
    }
  }
}
