package io.github.gradlens.method;

import io.github.gradlens.backward.Path;
import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.gradient.GradientBook;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Node;
import io.github.gradlens.site.FeatureMap;
import io.github.gradlens.site.PooledHead;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;

/**
 * The original class activation map, Σ_c w_c A_c with the weights w of the class in the dense layer
 * that stands behind global average pooling.
 *
 * <p>Source: Zhou et al. 2016, equation 2.
 *
 * <p>The layer is linear, so its weights towards the score are its derivative by the pooled values,
 * also where the target is a difference of classes or a mask. A bias plays no part, as in the
 * paper. A convolution on the one pooled position counts as dense.
 *
 * <p>Deviations: the map is clipped at 0 (relu) as the other class activation maps are; the paper
 * shows it as it is.
 *
 * @param layer where A is taken
 * @param relu whether the map is clipped at 0
 */
record Cam(CamLayer layer, boolean relu) implements Method {
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
    return Path.between(
        problem.network(), problem.sites(), List.of(pooled(problem)), problem.score().tensor());
  }

  private String pooled(Problem problem) {
    FeatureMap map = layer.in(problem);
    PooledHead head =
        PooledHead.behind(
            problem.network(),
            problem.facts(),
            layer.path(problem).sites(),
            map,
            problem.score().tensor());
    String pooled = head.pooled();
    if (pooled == null) {
      throw new UsageException(
          "cam needs global average pooling and one dense layer between "
              + Node.nodeName(map.tensor())
              + " and the score: "
              + head.lack()
              + "; name another layer with layer=, or use grad-cam, which needs no such head");
    }
    return pooled;
  }

  @Override
  public Emission emit(Setting setting) {
    Emitter tf = setting.tf();
    FeatureMap map = layer.in(setting.problem());
    Positions a = Positions.of(tf, map, setting.trace().of(map.tensor()));
    Operand<?> weights = setting.backwardTo(pooled(setting.problem()), book());
    Operand<?> channels = tf.size(a.values(), 2);
    Operand<?> shape = tf.concat(0, tf.ints(-1, 1), tf.reshape(channels, tf.ints(1)));
    return a.emission(setting, a.weighted(tf, tf.reshape(weights, shape)), relu);
  }
}
