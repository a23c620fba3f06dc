package io.github.gradlens.rule;

import io.github.gradlens.graph.Emitter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/** Sums, concatenations, averages and maxima in loops. */
final class SumsAndPoolsTest {
  private static final RelevanceBook BOOK = Chain.book(RuleOptions.DEFAULTS);
  private static final RelevanceBook PROPORTIONAL =
      Chain.book(new RuleOptions(true, true, false, true, false));

  private static Map<String, long[]> inputs(long[]... shapes) {
    List<String> names = List.of("x", "y", "v");
    Map<String, long[]> inputs = new LinkedHashMap<>();
    for (int i = 0; i < shapes.length; i++) {
      inputs.put(names.get(i), shapes[i]);
    }
    return inputs;
  }

  private static long[] s(long... shape) {
    return shape;
  }

  /** sign · x R / z; 0 where z is 0. */
  private static double[] part(double sign, double[] x, double[] r, double[] z) {
    double[] out = new double[x.length];
    Arrays.setAll(out, i -> z[i] == 0 ? 0 : sign * x[i] * r[i] / z[i]);
    return out;
  }

  @Test
  void anAddOfTwoSplitsInProportion() {
    Chain.check(
        BOOK,
        net -> net.as("z").apply("AddV2", net.input("x", 2, 3), net.input("y", 2, 3)),
        inputs(s(2, 3), s(2, 3)),
        (lab, passed, r, e) -> {
          double[] z = lab.score().example(e);
          double[] x = lab.value("x").example(e);
          double[] y = lab.value("y").example(e);
          Close.check("x", part(1, x, r.example(e), z), passed.x().example(e), 1e-9);
          Close.check("y", part(1, y, r.example(e), z), passed.at("y").example(e), 1e-9);
        });
  }

  @Test
  void aDifferenceGivesTheSecondItsNegativeShare() {
    Chain.check(
        BOOK,
        net -> net.as("z").apply("Sub", net.input("x", 4), net.input("y", 4)),
        inputs(s(4), s(4)),
        (lab, passed, r, e) -> {
          double[] z = lab.score().example(e);
          double[] x = lab.value("x").example(e);
          double[] y = lab.value("y").example(e);
          Close.check("x", part(1, x, r.example(e), z), passed.x().example(e), 1e-9);
          Close.check("y", part(-1, y, r.example(e), z), passed.at("y").example(e), 1e-9);
        });
  }

  @Test
  void aSumOfManySplitsInProportionAndZeroOverZeroIsZero() {
    Numbers x = Numbers.normal(new Random(1), 3, 4);
    Numbers v = Numbers.normal(new Random(2), 3, 4);
    double[] first = x.values();
    double[] last = v.values();
    first[1] = 0;
    last[1] = 0;
    Map<String, Numbers> values = new LinkedHashMap<>();
    values.put("x", Numbers.of(x.shape(), first));
    values.put("y", Numbers.of(x.shape(), new double[12]));
    values.put("v", Numbers.of(x.shape(), last));
    Chain.checkAt(
        BOOK,
        net -> net.name("z", net.addN(net.input("x", 4), net.input("y", 4), net.input("v", 4))),
        values,
        (lab, passed, r, e) -> {
          double[] z = lab.score().example(e);
          for (String name : values.keySet()) {
            double[] own = lab.value(name).example(e);
            Close.check(name, part(1, own, r.example(e), z), passed.at(name).example(e), 1e-9);
          }
        });
  }

  @Test
  void aBranchThatIsBroadcastSumsItsShares() {
    Chain.check(
        BOOK,
        net -> net.as("z").apply("AddV2", net.input("x", 2, 2, 3), net.input("y", 1, 1, 3)),
        inputs(s(2, 2, 3), s(1, 1, 3)),
        (lab, passed, r, e) -> {
          double[] y = new double[3];
          for (int i = 0; i < 12; i++) {
            y[i % 3] += lab.value("y").at(e, i % 3) * r.at(e, i) / lab.score().at(e, i);
          }
          Close.check("y", y, passed.at("y").example(e), 1e-9);
        });
  }

  @Test
  void aConcatenationGivesEachWhatItBrought() {
    Chain.check(
        BOOK,
        net -> net.name("z", net.concat(2, net.input("x", 2, 1), net.input("y", 2, 2))),
        inputs(s(2, 1), s(2, 2)),
        (lab, passed, r, e) -> {
          double[] x = {r.at(e, 0), r.at(e, 3)};
          double[] y = {r.at(e, 1), r.at(e, 2), r.at(e, 4), r.at(e, 5)};
          Close.check("x", x, passed.x().example(e), 0);
          Close.check("y", y, passed.at("y").example(e), 0);
        });
  }

  private static DynamicTest average(
      String name, BiFunction<Net, Operand<?>, Operand<?>> body, long... shape) {
    Net.Body whole = net -> net.name("z", body.apply(net, net.input("x", shape)));
    return DynamicTest.dynamicTest(
        name,
        () ->
            Chain.check(
                BOOK,
                whole,
                inputs(shape),
                (lab, passed, r, e) -> {
                  Numbers x = lab.value("x");
                  Matrix matrix =
                      Matrix.between(Net.of(true, whole), DataType.DT_DOUBLE, "x", x, "z");
                  Naive.Shares want = Naive.epsilon(matrix, x.example(e), r.example(e), 0, false);
                  Close.check("x", want.inputs, passed.x().example(e), 1e-9);
                }));
  }

  @TestFactory
  Stream<DynamicTest> averagesShareInProportion() {
    return Stream.of(
        average(
            "SAME, smaller at the border", (n, x) -> n.pool("AvgPool", x, "SAME", 3, 2), 5, 4, 2),
        average("VALID", (n, x) -> n.pool("AvgPool", x, "VALID", 2, 1), 4, 4, 2),
        average("mean over positions", (n, x) -> n.mean(x, true, 1, 2), 3, 3, 2),
        average("mean over an axis", (n, x) -> n.mean(x, false, 1), 4, 3),
        average("sum", (n, x) -> n.tf().sum(x, n.tf().ints(-1), false), 4, 3));
  }

  /** Calls back with the elements of each window of a channel, in row-major order. */
  private static void windows(
      int size, int window, int stride, boolean same, WindowVisitor visitor) {
    int out = same ? (size + stride - 1) / stride : (size - window) / stride + 1;
    int pad = same ? Math.max((out - 1) * stride + window - size, 0) / 2 : 0;
    for (int i = 0; i < out * out; i++) {
      int top = i / out * stride - pad;
      int left = i % out * stride - pad;
      int[] members = new int[window * window];
      int count = 0;
      for (int k = 0; k < window * window; k++) {
        int row = top + k / window;
        int column = left + k % window;
        if (row >= 0 && column >= 0 && row < size && column < size) {
          members[count++] = row * size + column;
        }
      }
      visitor.visit(i, Arrays.copyOf(members, count));
    }
  }

  @FunctionalInterface
  private interface WindowVisitor {
    void visit(int output, int[] members);
  }

  /** Whole numbers between −2 and 2, so that many windows have several largest elements. */
  private static Numbers tied(boolean positive, long... shape) {
    return Numbers.normal(new Random(2), shape).map(v -> Math.rint(positive ? Math.abs(v) : v));
  }

  @Test
  void theFirstOfTheLargestTakesAll() {
    for (boolean same : new boolean[] {true, false}) {
      Chain.checkAt(
          BOOK,
          net ->
              net.name(
                  "z", net.pool("MaxPool", net.input("x", 5, 5, 1), same ? "SAME" : "VALID", 3, 2)),
          Map.of("x", tied(false, 3, 5, 5, 1)),
          (lab, passed, r, e) -> {
            double[] x = lab.value("x").example(e);
            double[] want = new double[25];
            windows(
                5,
                3,
                2,
                same,
                (output, members) -> {
                  int winner = members[0];
                  for (int m : members) {
                    winner = x[m] > x[winner] ? m : winner;
                  }
                  want[winner] += r.at(e, output);
                });
            Close.check("x", want, passed.x().example(e), 1e-12);
          });
    }
  }

  @Test
  void aProportionalMaximumSharesByItsWindowsElements() {
    for (boolean same : new boolean[] {true, false}) {
      Chain.checkAt(
          PROPORTIONAL,
          net ->
              net.name(
                  "z", net.pool("MaxPool", net.input("x", 5, 5, 1), same ? "SAME" : "VALID", 3, 2)),
          Map.of("x", tied(true, 3, 5, 5, 1)),
          (lab, passed, r, e) -> {
            double[] x = lab.value("x").example(e);
            double[] want = new double[25];
            windows(
                5,
                3,
                2,
                same,
                (output, members) -> {
                  double sum = Arrays.stream(members).mapToDouble(m -> x[m]).sum();
                  for (int m : members) {
                    want[m] += sum == 0 ? 0 : x[m] * r.at(e, output) / sum;
                  }
                });
            Close.check("x", want, passed.x().example(e), 1e-9);
          });
    }
  }

  private static Operand<?> globalMax(Net net, Operand<?> x) {
    Emitter tf = net.tf();
    return tf.op("Max").in(x).in(tf.ints(1, 2)).attr("keep_dims", false).one();
  }

  /**
   * As TensorFlow has it: its gradient of a maximum over axes, unlike that of a pool, is shared.
   */
  @Test
  void theLargestOfAGlobalMaximumShareEqually() {
    Chain.checkAt(
        BOOK,
        net -> net.name("z", globalMax(net, net.input("x", 3, 3, 2))),
        Map.of("x", tied(false, 3, 3, 3, 2)),
        (lab, passed, r, e) -> {
          double[] x = lab.value("x").example(e);
          double[] want = new double[18];
          for (int c = 0; c < 2; c++) {
            double top = lab.score().at(e, c);
            int winners = 0;
            for (int i = c; i < 18; i += 2) {
              winners += x[i] == top ? 1 : 0;
            }
            for (int i = c; i < 18; i += 2) {
              want[i] = x[i] == top ? r.at(e, c) / winners : 0;
            }
          }
          Close.check("x", want, passed.x().example(e), 1e-12);
        });
  }

  @Test
  void aProportionalGlobalMaximumSharesByAllElements() {
    Chain.checkAt(
        PROPORTIONAL,
        net -> net.name("z", globalMax(net, net.input("x", 3, 3, 2))),
        Map.of("x", tied(true, 3, 3, 3, 2)),
        (lab, passed, r, e) -> {
          double[] x = lab.value("x").example(e);
          double[] sums = new double[2];
          for (int i = 0; i < 18; i++) {
            sums[i % 2] += x[i];
          }
          double[] want = new double[18];
          Arrays.setAll(want, i -> x[i] * r.at(e, i % 2) / sums[i % 2]);
          Close.check("x", want, passed.x().example(e), 1e-9);
        });
  }
}
