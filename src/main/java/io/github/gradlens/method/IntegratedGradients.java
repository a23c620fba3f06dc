package io.github.gradlens.method;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.gradient.GradientBook;
import io.github.gradlens.graph.Emitter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;

/**
 * Integrated gradients, R = (x − x') ⊙ Σₖ wₖ g(x' + αₖ(x − x')).
 *
 * <p>Source: Sundararajan, Taly, Yan 2017, equation 1 and section 5; nodes and weights: {@link
 * Quadrature}. The residual Σ R − (f(x) − f(x')) tells how far the sum is from the integral.
 *
 * <p>Deviations: the default rule is Gauss–Legendre, which needs fewer gradients than the paper's
 * right Riemann sum for the same residual. No two tools agree on their default rule.
 *
 * @param rule the quadrature
 * @param steps the number of gradients; 0 = doubled until the residual is small
 * @param most the most steps of the doubling
 * @param tolerance how small
 * @param baseline x'
 */
record IntegratedGradients(
    Quadrature.Rule rule, int steps, int most, double tolerance, Baseline baseline)
    implements Method {
  @Override
  public RuleBook book() {
    return new GradientBook("integrated-gradients");
  }

  @Override
  public @Nullable String hostWork() {
    return steps == 0 ? "doubles the steps until the residual is small" : null;
  }

  @Override
  public int mostExamples() {
    return baseline.mostExamples();
  }

  @Override
  public Emission emit(Setting setting) {
    Emitter tf = setting.tf();
    Quadrature first = Quadrature.of(rule, steps == 0 ? FedQuadrature.FIRST : steps);
    Operand<?> alphas = nodes(tf, first.alphas());
    Operand<?> weights = nodes(tf, first.weights());
    StraightPath.Mean mean =
        StraightPath.mean(
            setting, setting.explained(), baseline, path -> along(path, alphas, weights));
    Map<String, Operand<?>> total = mean.attributions();
    Operand<?> difference = tf.sub(setting.score(), mean.reference());
    Operand<?> residual = Completeness.residual(tf, total, difference);
    return new Emission(
        total,
        residual,
        null,
        null,
        steps != 0 ? null : new FedQuadrature(alphas, weights, difference, rule, most, tolerance),
        List.of(),
        null,
        List.of());
  }

  private Map<String, Operand<?>> along(StraightPath path, Operand<?> alphas, Operand<?> weights) {
    Setting setting = path.setting();
    Emitter tf = setting.tf();
    Map<String, Operand<?>> mean =
        Sampling.run(
                setting,
                Batch.size(tf, alphas),
                1,
                (body, captures, from, to, times) -> {
                  Emitter in = body.tf();
                  Operand<?> alpha = in.rows(captures.of(alphas), from, to);
                  Operand<?> weight = in.rows(captures.of(weights), from, to);
                  Map<String, Operand<?>> points = path.points(in, captures, alpha);
                  Map<String, Operand<?>> sums = new LinkedHashMap<>();
                  body.at(points)
                      .backward(book())
                      .forEach(
                          (tensor, g) -> {
                            Operand<?> x = captures.of(setting.x(tensor));
                            sums.put(tensor, Batch.weightedSum(in, g, weight, times, x));
                          });
                  return List.of(sums);
                })
            .get(0);
    Map<String, Operand<?>> out = new LinkedHashMap<>();
    mean.forEach(
        (tensor, g) -> {
          Operand<?> x = setting.x(tensor);
          out.put(tensor, tf.mul(tf.sub(x, path.start().getOrDefault(tensor, x)), g));
        });
    return out;
  }

  /** Constants, or fed where the caller doubles the steps. */
  private Operand<?> nodes(Emitter tf, NumericArray values) {
    Operand<?> constant = tf.ops().constant(values.toFloats());
    return steps != 0
        ? constant
        : tf.op("PlaceholderWithDefault").in(constant).attr("shape", Shape.of(-1)).one();
  }
}
