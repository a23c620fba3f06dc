package io.github.gradlens.method;

import io.github.gradlens.backward.Path;
import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.graph.CanonicalForm;
import io.github.gradlens.graph.Emitter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Operand;

/**
 * Statistics of a method over noisy copies of the input, x + σ·N(0, 1), n samples.
 *
 * <p>smoothgrad: mean (Smilkov et al. 2017, section 3). smoothgrad-squared: mean of squares (Hooker
 * et al. 2019). vargrad: population variance, ÷ n (Adebayo et al. 2018).
 *
 * <p>σ = noise × (max − min) of the example, or noise itself where noise-scale=absolute. The same
 * seed gives sample k the same noise for every example and in every batch: {@link Noise}.
 *
 * <p>Deviations: signed, where PAIR's saliency squares by default; xplique's VarGrad divides by n −
 * 1.
 */
record SmoothGrad(
    Statistic statistic, int samples, double noise, boolean relative, Method base, long seed)
    implements Method {
  /** What is made of the samples. */
  enum Statistic {
    MEAN,
    MEAN_OF_SQUARES,
    VARIANCE
  }

  @Override
  public RuleBook book() {
    return base.book();
  }

  @Override
  public CanonicalForm network() {
    return base.network();
  }

  @Override
  public int mostExamples() {
    return base.mostExamples();
  }

  @Override
  public int mostExamples(Problem problem) {
    return base.mostExamples(problem);
  }

  @Override
  public Set<String> layers() {
    return base.layers();
  }

  @Override
  public Path path(Problem problem) {
    return base.path(problem);
  }

  @Override
  public Emission emit(Setting setting) {
    Emitter tf = setting.tf();
    Map<String, Operand<?>> spread = new LinkedHashMap<>();
    for (String tensor : setting.explained()) {
      spread.put(tensor, sigma(tf, setting.x(tensor)));
    }
    boolean variance = statistic == Statistic.VARIANCE;
    // A shift by the map of the unperturbed input keeps E[R²] − E[R]² from cancelling.
    Map<String, Operand<?>> shift = variance ? base.emit(setting).attributions() : Map.of();
    List<Map<String, Operand<?>>> sums =
        Sampling.run(
            setting,
            tf.intScalar(samples),
            variance ? 2 : 1,
            (body, captures, from, to, times) -> {
              Emitter in = body.tf();
              Map<String, Operand<?>> points = new LinkedHashMap<>();
              for (String tensor : setting.explained()) {
                Operand<?> x = captures.of(setting.x(tensor));
                Operand<?> sigma = captures.of(spread.getOrDefault(tensor, x));
                Operand<?> drawn = Noise.normal(in, seed + 7919L * points.size(), from, times, x);
                points.put(tensor, Batch.join(in, in.add(x, in.mul(drawn, sigma)), x));
              }
              Map<String, Operand<?>> first = new LinkedHashMap<>();
              Map<String, Operand<?>> second = new LinkedHashMap<>();
              base.emit(body.at(points))
                  .attributions()
                  .forEach(
                      (tensor, r) -> {
                        Operand<?> x = captures.of(setting.x(tensor));
                        Operand<?> split = Batch.split(in, r, times, x);
                        Operand<?> centre = shift.get(tensor);
                        if (centre != null) {
                          split = in.sub(split, captures.of(centre));
                        }
                        Operand<?> square = in.apply("Square", split);
                        boolean squares = statistic == Statistic.MEAN_OF_SQUARES;
                        first.put(tensor, in.sum(squares ? square : split, in.ints(0), false));
                        second.put(tensor, in.sum(square, in.ints(0), false));
                      });
              return variance ? List.of(first, second) : List.of(first);
            });
    Map<String, Operand<?>> out = new LinkedHashMap<>();
    for (String tensor : setting.explained()) {
      Operand<?> x = setting.x(tensor);
      Operand<?> n = tf.scalar(samples, x);
      Operand<?> mean = tf.div(sums.get(0).getOrDefault(tensor, x), n);
      if (variance) {
        Operand<?> squares = tf.div(sums.get(1).getOrDefault(tensor, x), n);
        mean = tf.apply("Maximum", tf.scalar(0, x), tf.sub(squares, tf.apply("Square", mean)));
      }
      out.put(tensor, mean);
    }
    return Emission.of(out);
  }

  private Operand<?> sigma(Emitter tf, Operand<?> x) {
    if (!relative) {
      return tf.scalar(noise, x);
    }
    Operand<?> range = tf.sub(Batch.extreme(tf, "Max", x), Batch.extreme(tf, "Min", x));
    return tf.mul(range, tf.scalar(noise, x));
  }
}
