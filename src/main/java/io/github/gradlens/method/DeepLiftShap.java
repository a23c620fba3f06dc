package io.github.gradlens.method;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.CanonicalForm;
import io.github.gradlens.graph.Emitter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;

/**
 * DeepLIFT (Rescale) averaged over a set of baselines.
 *
 * <p>Source: Lundberg, Lee 2017, section 4.2 (Deep SHAP). The residual compares Σ R with f(x) minus
 * the mean of f over the baselines.
 *
 * @param baselines the set, one example a row; all rows are taken
 */
record DeepLiftShap(NumericArray baselines, CanonicalForm network) implements Method {
  private static final String ID = "deeplift-shap";

  private DeepLift single() {
    Baseline unused = new Baseline.Constant(List.of(0.0));
    return new DeepLift(ID, unused, DeepLift.Cancel.NOWHERE, network);
  }

  @Override
  public RuleBook book() {
    return single().book();
  }

  @Override
  public Emission emit(Setting setting) {
    Emitter tf = setting.tf();
    if (setting.explained().size() > 1) {
      throw new UsageException(
          ID
              + " explains one tensor at a time, since its baselines are one array; name one of "
              + String.join(", ", setting.explained())
              + " with --at");
    }
    String only = setting.explained().get(0);
    Operand<?> set = Baseline.constant(tf, baselines, setting.x(only), "baselines");
    int count = (int) baselines.shape()[0];
    Operand<?> share = tf.scalar(1.0 / count, setting.x(only));
    List<Map<String, Operand<?>>> sums =
        Sampling.run(
            setting,
            tf.intScalar(count),
            2,
            (body, captures, from, to, times) -> {
              Emitter in = body.tf();
              Operand<?> x = captures.of(setting.x(only));
              Operand<?> rows = in.rows(captures.of(set), from, to);
              Operand<?> column = in.apply("ExpandDims", rows, in.intScalar(1));
              Operand<?> points = Batch.join(in, in.add(column, in.zerosLike(x)), x);
              Emission one = single().from(body, Map.of(only, points));
              Operand<?> r = Batch.split(in, one.attributions().getOrDefault(only, x), times, x);
              Operand<?> missed = one.residual();
              Operand<?> mine = captures.of(share);
              Map<String, Operand<?>> residuals = new LinkedHashMap<>();
              if (missed != null) {
                Operand<?> sizes = in.concat(0, in.reshape(times, in.ints(1)), in.ints(-1));
                Operand<?> sum = in.sum(in.reshape(missed, sizes), in.ints(0), false);
                Operand<?> spread = in.cast(Batch.perExample(in, sum, x), Emitter.type(x));
                residuals.put(only, in.mul(in.add(in.zerosLike(x), spread), mine));
              }
              return List.of(Map.of(only, in.mul(in.sum(r, in.ints(0), false), mine)), residuals);
            });
    Operand<?> map = sums.get(0).getOrDefault(only, share);
    Operand<?> residual = sums.get(1).getOrDefault(only, share);
    return Emission.of(Map.of(only, map), Batch.anyElement(tf, residual));
  }
}
