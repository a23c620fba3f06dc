package io.github.gradlens.method;

import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.gradient.GradientBook;
import io.github.gradlens.graph.Emitter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;

/**
 * Conductance of a layer y, R = Σₖ ∂f/∂y(xₖ) ⊙ (y(xₖ₊₁) − y(xₖ)), xₖ = x' + k/n (x − x'), k = 0 … n
 * − 1: how much of f(x) − f(x') came through each unit while the input moved.
 *
 * <p>Source: Dhamdhere, Sundararajan, Yan 2018, the total conductance of a unit; the sum over
 * differences of y: Shrikumar, Su, Kundaje 2018.
 *
 * <p>The residual Σ R − (f(x) − f(x')) is small where the layer cuts every way from the input to
 * the score, and counts what goes round it where it does not.
 *
 * @param steps n
 * @param baseline x', of the input
 */
record Conductance(int steps, Baseline baseline) implements Method {
  private static final String ID = "conductance";

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
    Emitter tf = setting.tf();
    Setting free = setting.fromInputs(ID);
    List<String> moving = LayerPath.moving(free, ID);
    StraightPath.Mean mean = StraightPath.mean(free, moving, baseline, this::along);
    Operand<?> difference = tf.sub(free.score(), mean.reference());
    Operand<?> residual = Completeness.residual(tf, mean.attributions(), difference);
    return Emission.of(mean.attributions(), residual).withNotes(LayerPath.notes(setting, moving));
  }

  private Map<String, Operand<?>> along(StraightPath path) {
    Setting free = path.setting();
    return Sampling.run(
            free,
            free.tf().intScalar(steps),
            1,
            (body, captures, from, to, times) -> {
              Emitter in = body.tf();
              Operand<?> one = in.intScalar(1);
              Operand<?> k = in.apply("Range", from, to, one);
              Setting here = body.at(path.points(in, captures, share(in, k)));
              Setting next = body.at(path.points(in, captures, share(in, in.add(k, one))));
              Map<String, Operand<?>> sums = new LinkedHashMap<>();
              here.backward(book())
                  .forEach(
                      (layer, g) -> {
                        Operand<?> step = in.sub(next.only(layer), here.x(layer));
                        Operand<?> like = captures.of(free.x(layer));
                        Operand<?> split = Batch.split(in, in.mul(g, step), times, like);
                        sums.put(layer, in.sum(split, in.ints(0), false));
                      });
              return List.of(sums);
            })
        .get(0);
  }

  private Operand<?> share(Emitter tf, Operand<?> k) {
    Operand<?> places = tf.cast(k, org.tensorflow.proto.DataType.DT_FLOAT);
    return tf.div(places, tf.scalar(steps, places));
  }
}
