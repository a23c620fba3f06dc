package io.github.gradlens.cli;

import io.github.gradlens.method.MethodSpec;
import io.github.gradlens.metric.Scoreboard;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Which differences between methods are larger than their error, in words. */
final class Verdicts {
  private final Scoreboard scores;
  private final List<MethodSpec> methods;

  Verdicts(Scoreboard scores, List<MethodSpec> methods) {
    this.scores = scores;
    this.methods = List.copyOf(methods);
  }

  /** Whether a method is not the best, and not told apart from it. */
  boolean tied(int metric, int method) {
    int best = best(metric);
    Integer rank = scores.rank(metric, method);
    return rank != null && rank > 1 && best >= 0 && !scores.beats(metric, best, method);
  }

  /** The first method of rank 1; −1 where none has a figure. */
  private int best(int metric) {
    return IntStream.range(0, methods.size())
        .filter(m -> Objects.equals(scores.rank(metric, m), 1))
        .findFirst()
        .orElse(-1);
  }

  List<String> sentences(int metric) {
    int best = best(metric);
    if (best < 0) {
      return List.of("No method has a figure.");
    }
    List<String> sentences = new ArrayList<>();
    List<String> beaten = new ArrayList<>();
    List<String> tied = new ArrayList<>();
    for (int m = 0; m < methods.size(); m++) {
      if (m != best && scores.rank(metric, m) != null) {
        (scores.beats(metric, best, m) ? beaten : tied).add(methods.get(m).label());
      }
    }
    String name = methods.get(best).label();
    if (!beaten.isEmpty()) {
      sentences.add(name + " is better than " + list(beaten) + " beyond the error.");
    }
    if (!tied.isEmpty()) {
      sentences.add(name + " is not told apart from " + list(tied) + ".");
    }
    List<String> as = new ArrayList<>();
    List<String> above = new ArrayList<>();
    for (int m = 0; m < methods.size(); m++) {
      if (scores.rank(metric, m) != null) {
        (scores.beats(metric, m, scores.random()) ? above : as).add(methods.get(m).label());
      }
    }
    if (as.isEmpty()) {
      sentences.add(
          (above.size() == 1 ? above.get(0) + " is" : "All are") + " better than a random map.");
    } else {
      sentences.add("No better than a random map: " + list(as) + ".");
    }
    return sentences;
  }

  private static String list(List<String> names) {
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }
}
