package io.github.gradlens.method;

import io.github.gradlens.graph.Captures;
import io.github.gradlens.graph.Emitter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tensorflow.Operand;

/**
 * The way x' + α(x − x') of some tensors.
 *
 * @param setting where x is
 * @param start x' of each tensor that moves, {@code [B, …]}
 */
record StraightPath(Setting setting, Map<String, Operand<?>> start) {
  StraightPath {
    start = Map.copyOf(start);
  }

  /**
   * What is found along the paths from each point of a baseline, on average.
   *
   * @param attributions the mean of what each path gave
   * @param reference f(x'), the mean over the points
   */
  record Mean(Map<String, Operand<?>> attributions, Operand<?> reference) {
    Mean {
      attributions = Map.copyOf(attributions);
    }
  }

  /**
   * Walks from every point of the baseline.
   *
   * @param moving the tensors that move
   * @param along what one path gives
   */
  static Mean mean(
      Setting setting,
      List<String> moving,
      Baseline baseline,
      Function<StraightPath, Map<String, Operand<?>>> along) {
    Emitter tf = setting.tf();
    int paths = baseline.points(setting, moving.get(0)).size();
    Map<String, Operand<?>> total = new LinkedHashMap<>();
    Operand<?> reference = null;
    for (int p = 0; p < paths; p++) {
      Map<String, Operand<?>> start = new LinkedHashMap<>();
      for (String tensor : moving) {
        start.put(
            tensor,
            Batch.spread(setting.tf(), baseline.points(setting, tensor).get(p), setting.x(tensor)));
      }
      along
          .apply(new StraightPath(setting, start))
          .forEach((tensor, r) -> total.merge(tensor, r, tf::add));
      Operand<?> value = setting.at(start).score();
      reference = reference == null ? value : tf.add(reference, value);
    }
    if (reference == null) {
      throw new IllegalStateException("a baseline without points");
    }
    Operand<?> count = tf.scalar(paths, reference);
    if (paths > 1) {
      total.replaceAll((tensor, r) -> tf.div(r, tf.cast(count, Emitter.type(r))));
      reference = tf.div(reference, count);
    }
    return new Mean(total, reference);
  }

  /** The points at α inside a loop, {@code [c]} → {@code [c·B, …]} of each tensor that moves. */
  Map<String, Operand<?>> points(Emitter in, Captures captures, Operand<?> alpha) {
    Map<String, Operand<?>> points = new LinkedHashMap<>();
    start.forEach(
        (tensor, from) -> {
          Operand<?> x = captures.of(setting.x(tensor));
          Operand<?> x0 = captures.of(from);
          Operand<?> a = Batch.column(in, in.cast(alpha, Emitter.type(x)), x);
          points.put(tensor, Batch.join(in, in.add(x0, in.mul(a, in.sub(x, x0))), x));
        });
    return points;
  }
}
