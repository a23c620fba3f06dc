package io.github.gradlens.method;

import io.github.gradlens.backward.Path;
import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.gradient.GradientBook;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.site.FeatureMap;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Operand;

/**
 * Ablation-CAM: Σ_c w_c A_c, w_c = (f − f_c)/f with f_c the score when channel c of the layer is
 * set to 0; w = 0 where f = 0.
 *
 * <p>Source: Desai, Ramaswamy 2020.
 *
 * <p>Only what stands behind the layer is evaluated for each channel. A negative score turns the
 * sign of the weights, as the formula has it.
 *
 * @param layer where A is taken
 * @param relu whether the map is clipped at 0
 */
record AblationCam(CamLayer layer, boolean relu) implements Method {
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
    Operand<?> tensor = setting.trace().of(map.tensor());
    Positions a = Positions.of(tf, map, tensor);
    Operand<?> channels = tf.size(a.values(), 2);
    Operand<?> without =
        ScoreTable.of(
            setting,
            channels,
            (body, captures, from, to, times) -> {
              Emitter in = body.tf();
              Operand<?> whole = captures.of(tensor);
              Operand<?> some = in.apply("Range", from, to, in.intScalar(1));
              Operand<?> all =
                  in.apply("Range", in.intScalar(0), captures.of(channels), in.intScalar(1));
              Operand<?> kept = in.apply("NotEqual", in.reshape(some, in.ints(-1, 1)), all);
              int[] shape = new int[Emitter.rank(whole) + 1];
              Arrays.fill(shape, 1);
              shape[0] = -1;
              Operand<?> width = in.reshape(captures.of(channels), in.ints(1));
              Operand<?> before = in.ints(Arrays.copyOf(shape, map.channelAxis() + 1));
              int behind = Emitter.rank(whole) - 1 - map.channelAxis();
              Operand<?> form =
                  behind == 0
                      ? in.concat(0, before, width)
                      : in.concat(
                          0, before, width, in.ints(Arrays.copyOfRange(shape, 1, behind + 1)));
              Operand<?> factor = in.reshape(in.cast(kept, Emitter.type(whole)), form);
              Operand<?> ablated = in.mul(in.apply("ExpandDims", whole, in.intScalar(0)), factor);
              return body.at(Map.of(map.tensor(), Batch.join(in, ablated, whole)));
            });
    Operand<?> f = tf.apply("ExpandDims", setting.score(), tf.intScalar(1));
    Operand<?> weights = tf.apply("DivNoNan", tf.sub(f, without), f);
    Operand<?> typed = tf.cast(weights, Emitter.type(a.values()));
    Operand<?> column = tf.apply("ExpandDims", typed, tf.intScalar(1));
    return a.emission(setting, a.weighted(tf, column), relu);
  }
}
