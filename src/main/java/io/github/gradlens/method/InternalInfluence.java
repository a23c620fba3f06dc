package io.github.gradlens.method;

import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.gradient.GradientBook;
import io.github.gradlens.graph.Emitter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;

/**
 * Internal influence of a layer y, R = Σₖ wₖ ∂f/∂y(x' + αₖ(x − x')): the derivative at the layer,
 * averaged along the input's path.
 *
 * <p>Source: Leino, Sen, Datta, Fredrikson, Li 2018, equation 1 with the uniform distribution
 * between x' and x. Nodes and weights: {@link Quadrature}.
 *
 * @param rule the quadrature
 * @param steps the number of gradients
 * @param baseline x', of the input
 */
record InternalInfluence(Quadrature.Rule rule, int steps, Baseline baseline) implements Method {
  private static final String ID = "internal-influence";

  @Override
  public RuleBook book() {
    return new GradientBook(ID);
  }

  @Override
  public int mostExamples() {
    return baseline.mostExamples();
  }

  @Override
  public Emission emit(Setting setting) {
    Setting free = setting.fromInputs(ID);
    List<String> moving = LayerPath.moving(free, ID);
    return Emission.of(StraightPath.mean(free, moving, baseline, this::along).attributions())
        .withNotes(LayerPath.notes(setting, moving));
  }

  private Map<String, Operand<?>> along(StraightPath path) {
    Setting free = path.setting();
    Emitter tf = free.tf();
    Quadrature nodes = Quadrature.of(rule, steps);
    Operand<?> alphas = tf.ops().constant(nodes.alphas().toFloats());
    Operand<?> weights = tf.ops().constant(nodes.weights().toFloats());
    return Sampling.run(
            free,
            tf.intScalar(steps),
            1,
            (body, captures, from, to, times) -> {
              Emitter in = body.tf();
              Operand<?> alpha = in.rows(captures.of(alphas), from, to);
              Operand<?> weight = in.rows(captures.of(weights), from, to);
              Map<String, Operand<?>> sums = new LinkedHashMap<>();
              body.at(path.points(in, captures, alpha))
                  .backward(book())
                  .forEach(
                      (layer, g) -> {
                        Operand<?> like = captures.of(free.x(layer));
                        sums.put(layer, Batch.weightedSum(in, g, weight, times, like));
                      });
              return List.of(sums);
            })
        .get(0);
  }
}
