package io.github.gradlens.rule;

import io.github.gradlens.backward.Start;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** A test of one or a few sites: what arrives is compared with what loops make of the values. */
final class Chain {
  private Chain() {}

  /** Checks what arrived for one example. */
  @FunctionalInterface
  interface Check {
    void of(Lab lab, Lab.Passed passed, Numbers r, int example);
  }

  static RelevanceBook book(RuleOptions options) {
    Epsilon zero = new Epsilon(0, false, options.bias());
    return RelevanceBook.uniform("test", Start.RELEVANCE, zero, null, options);
  }

  /** Runs the network to z, static and dynamic, at normal values of its inputs. */
  static void check(RelevanceBook book, Net.Body body, Map<String, long[]> inputs, Check check) {
    Random random = new Random(8);
    Map<String, Numbers> values = new LinkedHashMap<>();
    inputs.forEach((name, shape) -> values.put(name, Numbers.normal(random, batch(shape))));
    checkAt(book, body, values, check);
  }

  static void checkAt(RelevanceBook book, Net.Body body, Map<String, Numbers> values, Check check) {
    for (boolean dynamic : new boolean[] {false, true}) {
      try (Lab lab = new Lab(Net.of(dynamic, body), values, "z")) {
        Numbers r = Numbers.normal(new Random(9), lab.score().shape());
        Lab.Passed passed = lab.pass(book, r);
        for (int e = 0; e < Net.BATCH; e++) {
          check.of(lab, passed, r, e);
        }
      }
    }
  }

  static long[] batch(long... shape) {
    long[] all = new long[shape.length + 1];
    System.arraycopy(shape, 0, all, 1, shape.length);
    all[0] = Net.BATCH;
    return all;
  }
}
