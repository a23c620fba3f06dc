package io.github.gradlens.method;

import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.gradient.GradientBook;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Loop;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * Guided integrated gradients, R = Σₖ (xₖ₊₁ − xₖ) ⊙ g(xₖ) along a path that first moves the
 * elements to which f is least sensitive.
 *
 * <p>Source: Kapishnikov et al. 2021, algorithm 1; anchored to the straight path by the distance.
 * One step: {@link GuidedStep}. The residual Σ R − (f(x) − f(x')) is the error of the sum.
 *
 * <p>Deviations: none known from the authors' code. Several explained tensors are one point: they
 * share the quantile and the distance that is left.
 *
 * @param steps the number of gradients
 * @param fraction the part of the elements that moves at once
 * @param distance by how much of the way an element may run ahead or lag behind
 * @param baseline x'
 */
record GuidedIntegratedGradients(int steps, double fraction, double distance, Baseline baseline)
    implements Method {
  @Override
  public RuleBook book() {
    return new GradientBook("guided-integrated-gradients");
  }

  @Override
  public int mostExamples() {
    return baseline.mostExamples();
  }

  @Override
  public Emission emit(Setting setting) {
    Emitter tf = setting.tf();
    StraightPath.Mean mean = StraightPath.mean(setting, setting.explained(), baseline, this::along);
    Operand<?> difference = tf.sub(setting.score(), mean.reference());
    Operand<?> residual = Completeness.residual(tf, mean.attributions(), difference);
    return Emission.of(mean.attributions(), residual);
  }

  private Map<String, Operand<?>> along(StraightPath path) {
    Setting setting = path.setting();
    Emitter tf = setting.tf();
    FlatExamples rows = new FlatExamples(setting.explained());
    Map<String, Operand<?>> x = setting.values();
    Operand<?> start = rows.flat(tf, path.start());
    Operand<?> way = tf.sub(rows.flat(tf, x), start);
    List<Operand<?>> end =
        Loop.run(
            tf,
            tf.intScalar(steps),
            tf.intScalar(1),
            List.of(start, tf.zerosLike(start)),
            (in, captures, index, state) -> {
              Operand<?> point = state.get(0);
              Setting body = setting.inside(in, captures, in.intScalar(1));
              Map<String, Operand<?>> gradient =
                  body.at(rows.apart(in, point, body.values())).backward(book());
              Operand<?> g = rows.flat(in, gradient);
              Operand<?> done = in.cast(in.add(index, in.intScalar(1)), DataType.DT_DOUBLE);
              Operand<?> alpha = in.div(done, in.scalar(steps, done));
              GuidedStep step =
                  new GuidedStep(
                      captures.of(start), captures.of(way), g, alpha, distance, fraction);
              Operand<?> next = step.from(in, point);
              Operand<?> share = in.mul(in.sub(next, point), g);
              return List.of(next, in.add(state.get(1), share));
            });
    return rows.apart(tf, end.get(1), x);
  }
}
