package io.github.gradlens.rule;

import io.github.gradlens.graph.Trace;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Σ m Δx = Δf, exactly, on networks of every kind. */
final class DeepLiftCompletenessTest {
  @TestFactory
  Stream<DynamicTest> rescaleIsComplete() {
    return each((lab, reference) -> new DeepLiftBook("test", reference, null));
  }

  @TestFactory
  Stream<DynamicTest> revealCancelIsComplete() {
    return each(
        (lab, reference) ->
            new DeepLiftBook("test", reference, DeepLiftCompletenessTest.pairs(lab, false)));
  }

  @TestFactory
  Stream<DynamicTest> revealCancelEverywhereIsComplete() {
    return each(
        (lab, reference) ->
            new DeepLiftBook("test", reference, DeepLiftCompletenessTest.pairs(lab, true)));
  }

  private static RevealCancelSites pairs(Lab lab, boolean everywhere) {
    return new RevealCancelSites(lab.network(), lab.sites(), everywhere, Set.of("x:0", "z:0"));
  }

  @FunctionalInterface
  private interface BookOf {
    DeepLiftBook make(Lab lab, Trace reference);
  }

  private static Stream<DynamicTest> each(BookOf book) {
    return Nets.ALL.entrySet().stream()
        .map(net -> DynamicTest.dynamicTest(net.getKey(), () -> check(net.getValue(), book)));
  }

  private static void check(Net.Body body, BookOf book) {
    for (int kind = 0; kind < 4; kind++) {
      boolean shared = kind / 2 == 1;
      Random random = new Random(31);
      Numbers x = Numbers.normal(random, Chain.batch(Nets.INPUT));
      Numbers x0 = Numbers.normal(random, shared ? 1 : Net.BATCH, 4, 4, 3);
      try (Lab lab = new Lab(Net.of(kind % 2 == 1, body), Map.of("x", x), "z")) {
        Trace reference = lab.at(Map.of("x", x0));
        Numbers seed = Numbers.normal(random, lab.score().shape());
        Numbers m = lab.pass(book.make(lab, reference), seed).x();
        Numbers z0 = lab.value(reference, "z");
        double[] sums = new double[Net.BATCH];
        double[] moved = new double[Net.BATCH];
        for (int e = 0; e < Net.BATCH; e++) {
          int row = shared ? 0 : e;
          double[] dx = minus(x.example(e), x0.example(row));
          double[] dz = minus(lab.score().example(e), z0.example(row));
          sums[e] = dot(m.example(e), dx);
          moved[e] = dot(seed.example(e), dz);
        }
        Close.check(shared ? "one baseline" : "a baseline an example", moved, sums, 1e-9);
      }
    }
  }

  private static double[] minus(double[] a, double[] b) {
    double[] out = new double[a.length];
    Arrays.setAll(out, i -> a[i] - b[i]);
    return out;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
