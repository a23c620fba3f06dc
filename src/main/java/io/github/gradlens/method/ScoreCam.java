package io.github.gradlens.method;

import io.github.gradlens.backward.Path;
import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.gradient.GradientBook;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.site.FeatureMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Operand;

/**
 * Score-CAM: Σ_c w_c A_c, w the softmax over channels of f(x ⊙ M_c), where M_c is the channel drawn
 * as large as the input and scaled to [0, 1]; a constant channel gives 0.
 *
 * <p>Source: Wang et al. 2020, algorithm 1.
 *
 * <p>Deviations: the paper's algorithm subtracts the score of an empty input, which the softmax
 * cancels.
 *
 * @param layer where A is taken
 * @param relu whether the map is clipped at 0
 */
record ScoreCam(CamLayer layer, boolean relu) implements Method {
  @Override
  public RuleBook book() {
    return new GradientBook(layer.method());
  }

  @Override
  public Set<String> layers() {
    return layer.names();
  }

  @Override
  public Path path(Problem problem) {
    return layer.itself(problem);
  }

  @Override
  public Emission emit(Setting setting) {
    Emitter tf = setting.tf();
    FeatureMap map = layer.in(setting.problem());
    Positions a = Positions.of(tf, map, setting.trace().of(map.tensor()));
    Operand<?> channels = tf.size(a.values(), 2);
    Operand<?> byChannel = tf.transpose(a.values(), tf.ints(2, 0, 1));
    Operand<?> scores =
        ScoreTable.of(
            setting,
            channels,
            (body, captures, from, to, times) -> {
              Emitter in = body.tf();
              Operand<?> some = in.rows(captures.of(byChannel), from, to);
              Operand<?> shape = captures.of(a.shape());
              Operand<?> positions = in.rows(shape, in.intScalar(1), in.size(shape, 0));
              Operand<?> maps = in.reshape(some, in.concat(0, in.ints(-1), positions));
              Map<String, Operand<?>> points = new LinkedHashMap<>();
              for (String tensor : body.explained()) {
                Operand<?> mask = scaled(in, a.over(body, tensor, maps));
                points.put(tensor, in.mul(body.x(tensor), mask));
              }
              return body.at(points);
            });
    Operand<?> weights = tf.apply("Softmax", scores);
    Operand<?> typed = tf.cast(weights, Emitter.type(a.values()));
    Operand<?> column = tf.apply("ExpandDims", typed, tf.intScalar(1));
    return a.emission(setting, a.weighted(tf, column), relu);
  }

  private static Operand<?> scaled(Emitter tf, Operand<?> mask) {
    Operand<?> least = Batch.extreme(tf, "Min", mask);
    Operand<?> range = tf.sub(Batch.extreme(tf, "Max", mask), least);
    return tf.apply("DivNoNan", tf.sub(mask, least), range);
  }
}
