package io.github.gradlens;

import java.util.ArrayList;
import java.util.List;

/**
 * Which methods of a graph share a session run, and with it the forward pass.
 *
 * <p>A run holds the forward pass's activations once. Each method's backward pass adds what it
 * holds at one time, which is few tensors, since a signal is freed where it has been read: a
 * gradient through MobileNetV2 adds a twentieth of the forward pass, and a quarter is allowed for,
 * as rules replay their ops. A method that loops holds many evaluations and so mostly has a run of
 * its own, as has one whose steps are doubled.
 *
 * @param most how many evaluations of one example the memory bound allows
 */
record RunGroups(long most) {
  /** A backward pass beside the forward pass, as one part in so many. */
  private static final long PARTS = 4;

  /** The methods in groups, one a run. */
  List<List<ExplanationGraph.Planned>> of(List<ExplanationGraph.Planned> methods, int batch) {
    List<List<ExplanationGraph.Planned>> groups = new ArrayList<>();
    for (ExplanationGraph.Planned planned : methods) {
      List<ExplanationGraph.Planned> home = null;
      for (List<ExplanationGraph.Planned> group : groups) {
        boolean once = planned.runsOnce() && group.get(0).runsOnce();
        if (home == null && once && parts(group, batch) + parts(planned, batch) <= PARTS * most) {
          home = group;
        }
      }
      if (home == null) {
        home = new ArrayList<>();
        groups.add(home);
      }
      home.add(planned);
    }
    return groups;
  }

  private static long parts(List<ExplanationGraph.Planned> group, int batch) {
    long parts = (PARTS - 1) * batch;
    for (ExplanationGraph.Planned planned : group) {
      parts += parts(planned, batch);
    }
    return parts;
  }

  private static long parts(ExplanationGraph.Planned planned, int batch) {
    return planned.evaluations() > 0 ? PARTS * Math.max(batch, planned.evaluations()) : batch;
  }

  /** The largest batch for which all methods that take one pass share a run; at least 1. */
  int batchFor(List<ExplanationGraph.Planned> methods, int largest) {
    long passes = methods.stream().filter(p -> p.runsOnce() && p.evaluations() == 0).count();
    long parts = PARTS - 1 + Math.max(1, passes);
    return (int) Math.max(1, Math.min(largest, PARTS * most / parts));
  }
}
