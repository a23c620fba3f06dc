package io.github.gradlens.method;

import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Loop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;

/**
 * Sums something over many evaluations of every example, inside one session run. As many
 * evaluations as the setting's bound allows travel as one enlarged batch; a loop in the graph takes
 * the rest.
 */
final class Sampling {
  private Sampling() {}

  /** One chunk of evaluations. */
  @FunctionalInterface
  interface Chunk {
    /**
     * Emits samples {@code from} to {@code to}.
     *
     * @param body the setting in which every example stands {@code to − from} times
     * @param captures brings in tensors from outside
     * @return for each explained tensor and each total, what the chunk adds, {@code [B, …]}
     */
    List<Map<String, Operand<?>>> sum(
        Setting body,
        io.github.gradlens.graph.Captures captures,
        Operand<?> from,
        Operand<?> to,
        Operand<?> times);
  }

  /**
   * Emits the sum.
   *
   * @param samples int32 scalar
   * @param totals how many sums the chunk keeps for each explained tensor
   */
  static List<Map<String, Operand<?>>> run(
      Setting setting, Operand<?> samples, int totals, Chunk chunk) {
    Emitter tf = setting.tf();
    Operand<?> one = tf.intScalar(1);
    Operand<?> step =
        tf.apply(
            "Maximum",
            one,
            tf.apply("FloorDiv", setting.inner(), tf.apply("Maximum", one, setting.batchSize())));
    List<Operand<?>> zeros = new ArrayList<>();
    for (int t = 0; t < totals; t++) {
      for (String tensor : setting.explained()) {
        zeros.add(tf.zerosLike(setting.x(tensor)));
      }
    }
    List<Operand<?>> sums =
        Loop.run(
            tf,
            samples,
            step,
            zeros,
            (body, captures, index, state) -> {
              Operand<?> to =
                  body.apply("Minimum", body.add(index, captures.of(step)), captures.of(samples));
              Operand<?> times = body.sub(to, index);
              Setting inside = setting.inside(body, captures, times);
              List<Map<String, Operand<?>>> parts = chunk.sum(inside, captures, index, to, times);
              List<Operand<?>> next = new ArrayList<>();
              for (Map<String, Operand<?>> part : parts) {
                for (String tensor : setting.explained()) {
                  Operand<?> more = part.get(tensor);
                  Operand<?> sofar = state.get(next.size());
                  next.add(more == null ? sofar : body.add(sofar, more));
                }
              }
              return next;
            });
    List<Map<String, Operand<?>>> out = new ArrayList<>();
    for (int t = 0; t < totals; t++) {
      Map<String, Operand<?>> total = new LinkedHashMap<>();
      for (String tensor : setting.explained()) {
        total.put(tensor, sums.get(t * setting.explained().size() + total.size()));
      }
      out.add(total);
    }
    return out;
  }
}
