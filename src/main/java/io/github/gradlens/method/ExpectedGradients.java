package io.github.gradlens.method;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.gradient.GradientBook;
import io.github.gradlens.graph.Emitter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * Expected gradients, R = E[(x − x') ⊙ g(x' + α(x − x'))] over x' drawn from a set of baselines and
 * α ~ U(0, 1).
 *
 * <p>Source: Erion et al. 2019, equation 4. The draws depend on (seed, k) alone and are the same
 * for every example. The residual compares Σ R with f(x) minus the mean of f over the baselines
 * drawn.
 *
 * @param samples the number of draws
 * @param baselines the set, one example a row
 */
record ExpectedGradients(int samples, NumericArray baselines, long seed) implements Method {
  @Override
  public RuleBook book() {
    return new GradientBook("expected-gradients");
  }

  @Override
  public Emission emit(Setting setting) {
    Emitter tf = setting.tf();
    if (setting.explained().size() > 1) {
      throw new UsageException(
          "expected-gradients explains one tensor at a time, since its baselines are one array; name"
              + " one of "
              + String.join(", ", setting.explained())
              + " with --at");
    }
    String only = setting.explained().get(0);
    Operand<?> set = Baseline.constant(tf, baselines, setting.x(only), "baselines");
    Operand<?> n = tf.ints(samples);
    Operand<?> alphas =
        tf.op("StatelessRandomUniform")
            .in(n)
            .in(tf.longs(seed, 0))
            .attr("dtype", DataType.DT_FLOAT)
            .one();
    Operand<?> rows =
        tf.op("StatelessRandomUniformInt")
            .in(n)
            .in(tf.longs(seed, 1))
            .in(tf.intScalar(0))
            .in(tf.intScalar((int) baselines.shape()[0]))
            .one();
    Operand<?> share = tf.scalar(1.0 / samples, setting.x(only));
    List<Map<String, Operand<?>>> sums =
        Sampling.run(
            setting,
            tf.intScalar(samples),
            2,
            (body, captures, from, to, times) -> {
              Emitter in = body.tf();
              Operand<?> x = captures.of(setting.x(only));
              Operand<?> alpha = in.rows(captures.of(alphas), from, to);
              Operand<?> drawn = in.rows(captures.of(rows), from, to);
              Operand<?> x0 =
                  in.apply(
                      "ExpandDims",
                      in.apply("GatherV2", captures.of(set), drawn, in.intScalar(0)),
                      in.intScalar(1));
              Operand<?> way = in.sub(x, x0);
              Operand<?> a = Batch.column(in, in.cast(alpha, Emitter.type(x)), x);
              Operand<?> point = Batch.join(in, in.add(x0, in.mul(a, way)), x);
              Map<String, Operand<?>> g = body.at(Map.of(only, point)).backward(book());
              Operand<?> split = Batch.split(in, g.getOrDefault(only, point), times, x);
              Operand<?> r = in.sum(in.mul(split, way), in.ints(0), false);
              Operand<?> start = Batch.join(in, in.add(x0, in.zerosLike(way)), x);
              Operand<?> reference =
                  in.sum(
                      in.reshape(
                          body.at(Map.of(only, start)).score(),
                          in.concat(0, in.reshape(times, in.ints(1)), in.ints(-1))),
                      in.ints(0),
                      false);
              Operand<?> spread =
                  in.add(
                      in.zerosLike(x),
                      in.cast(Batch.perExample(in, reference, x), Emitter.type(x)));
              return List.of(
                  Map.of(only, in.mul(r, captures.of(share))),
                  Map.of(only, in.mul(spread, captures.of(share))));
            });
    Map<String, Operand<?>> out = new LinkedHashMap<>();
    out.put(only, sums.get(0).getOrDefault(only, share));
    Operand<?> mean = Batch.anyElement(tf, sums.get(1).getOrDefault(only, share));
    Operand<?> difference = tf.sub(setting.score(), mean);
    return Emission.of(out, Completeness.residual(tf, out, difference));
  }
}
