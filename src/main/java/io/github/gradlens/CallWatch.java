package io.github.gradlens;

import io.github.gradlens.array.NumericArray;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/** Tells the listener of a request, if there is one, how far a call has come. */
final class CallWatch {
  /** What a run with a loop takes, in runs without. */
  private static final double LOOP = 50;

  private final @Nullable ProgressListener listener;
  private final int first;
  private final double whole;
  private double ended;

  /**
   * @param groups the call's session runs
   * @param first the place of the batch's first example
   */
  CallWatch(
      @Nullable ProgressListener listener, List<List<ExplanationGraph.Planned>> groups, int first) {
    this.listener = listener;
    this.first = first;
    this.whole = groups.stream().mapToDouble(CallWatch::weight).sum();
  }

  /** Carries out a session run and tells how far it is. */
  List<Attribution> over(
      @Nullable RunWatch watch,
      List<ExplanationGraph.Planned> group,
      Function<Map<Operand<?>, NumericArray>, List<Attribution>> run) {
    ProgressListener told = listener;
    if (told == null || watch == null) {
      return run.apply(Map.of());
    }
    List<String> labels = group.stream().map(planned -> planned.spec().label()).toList();
    double before = ended;
    told.progressed(new CallProgress(first, labels, 0, 0, before / whole));
    long[] last = new long[2];
    List<Attribution> attributions;
    try (RunWatch.Watched watched =
        watch.start(
            (done, total) -> {
              last[0] = done;
              last[1] = total;
              double part = total == 0 ? 0 : Math.min(1, (double) done / total);
              double share = (before + part * weight(group)) / whole;
              told.progressed(new CallProgress(first, labels, done, total, share));
            })) {
      attributions = run.apply(watched.feed());
    }
    ended += weight(group);
    told.progressed(new CallProgress(first, labels, last[1], last[1], ended / whole));
    return attributions;
  }

  private static double weight(List<ExplanationGraph.Planned> group) {
    return group.stream().anyMatch(planned -> planned.evaluations() > 0) ? LOOP : 1;
  }
}
