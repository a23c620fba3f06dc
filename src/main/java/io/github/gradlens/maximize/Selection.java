package io.github.gradlens.maximize;

import io.github.gradlens.TensorSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Of each answer's ascents the one that came highest. */
final class Selection {
  private Selection() {}

  static Maximized of(MaximizeRequest request, TensorSpec input, List<Climb.Found> found) {
    List<Prototype> prototypes = new ArrayList<>();
    List<Ascent> ascents = new ArrayList<>();
    for (Objective objective : request.objectives()) {
      List<Climb.Found> own =
          found.stream().filter(each -> each.objective().equals(objective)).toList();
      for (int number = 0; number < request.search().count(); number++) {
        int answer = number;
        List<Climb.Found> restarts = own.stream().filter(each -> each.number() == answer).toList();
        int best = best(request, own, restarts);
        for (Climb.Found each : restarts) {
          boolean chosen = each.restart() == best;
          ascents.add(new Ascent(objective, answer, each.restart(), chosen, each.lines()));
          if (chosen) {
            prototypes.add(prototype(request, input, each));
          }
        }
      }
    }
    return new Maximized(prototypes, ascents);
  }

  /** Answers that are kept apart from one another are taken from one ascent. */
  private static int best(
      MaximizeRequest request, List<Climb.Found> own, List<Climb.Found> restarts) {
    boolean together = request.penalties().diversity() > 0;
    return restarts.stream()
        .max(
            Comparator.comparingDouble(
                each ->
                    together
                        ? own.stream()
                            .filter(other -> other.restart() == each.restart())
                            .mapToDouble(Climb.Found::total)
                            .sum()
                        : each.total()))
        .orElseThrow()
        .restart();
  }

  private static Prototype prototype(MaximizeRequest request, TensorSpec input, Climb.Found found) {
    return new Prototype(
        found.objective(),
        found.number(),
        found.restart(),
        Fit.toInput(found.canvas(), input.shape(), request.canvas()),
        found.canvas(),
        request.generator() == null ? null : found.learnt(),
        found.shade(),
        found.score(),
        found.total(),
        found.probability(),
        found.path());
  }
}
