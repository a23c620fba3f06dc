package io.github.gradlens.method;

import io.github.gradlens.backward.Path;
import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.gradient.GradientBook;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.site.FeatureMap;
import java.util.Set;
import org.tensorflow.Operand;

/**
 * Class activation maps from the derivative at a layer: Σ_c w_c ⊙ A_c with A the layer's output, g
 * = ∂f/∂A, sums Σ over positions.
 *
 * <pre>
 * grad-cam     w = mean of g over positions
 * grad-cam++   w = Σ α·max(g, 0),  α = g² / (2g² + ΣA · g³),  0/0 = 0
 * hires-cam    w = g, position by position
 * xgrad-cam    w = Σ g·A / ΣA,  0 where ΣA = 0
 * layer-cam    w = max(g, 0), position by position
 * </pre>
 *
 * <p>Source: Selvaraju et al. 2017, equations 1 and 2; Chattopadhyay et al. 2018, equations 5 and
 * 19; Draelos, Carin 2020; Fu et al. 2020; Jiang et al. 2021.
 *
 * <p>Deviations: grad-cam++ leaves out the factor e^S of equation 19, which is positive and the
 * same at every position. The map is clipped at 0 (relu) before it is drawn larger, in xgrad-cam
 * and hires-cam too.
 *
 * @param layer where A is taken
 * @param relu whether the map is clipped at 0
 */
record GradientCam(Form form, CamLayer layer, boolean relu) implements Method {
  /** How the derivative makes weights. */
  enum Form {
    GRAD_CAM,
    GRAD_CAM_PLUS_PLUS,
    HIRES_CAM,
    XGRAD_CAM,
    LAYER_CAM
  }

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
    return layer.path(problem);
  }

  @Override
  public Emission emit(Setting setting) {
    Emitter tf = setting.tf();
    FeatureMap map = layer.in(setting.problem());
    Positions a = Positions.of(tf, map, setting.trace().of(map.tensor()));
    Operand<?> g = Positions.flat(tf, map, setting.backwardTo(map.tensor(), book()));
    return a.emission(setting, a.weighted(tf, weights(tf, a.values(), g)), relu);
  }

  /** The weights of A, {@code [B, 1, C]} or {@code [B, P, C]}. */
  private Operand<?> weights(Emitter tf, Operand<?> a, Operand<?> g) {
    return switch (form) {
      case GRAD_CAM -> tf.op("Mean").in(g).in(tf.ints(1)).attr("keep_dims", true).one();
      case GRAD_CAM_PLUS_PLUS -> {
        Operand<?> square = tf.apply("Square", g);
        Operand<?> cube = tf.mul(square, g);
        Operand<?> sum = tf.mul(overPositions(tf, a), cube);
        Operand<?> below = tf.add(tf.mul(tf.scalar(2, g), square), sum);
        Operand<?> alpha = tf.apply("DivNoNan", square, below);
        yield overPositions(tf, tf.mul(alpha, tf.apply("Relu", g)));
      }
      case HIRES_CAM -> g;
      case XGRAD_CAM -> tf.apply("DivNoNan", overPositions(tf, tf.mul(g, a)), overPositions(tf, a));
      case LAYER_CAM -> tf.apply("Relu", g);
    };
  }

  private static Operand<?> overPositions(Emitter tf, Operand<?> tensor) {
    return tf.sum(tensor, tf.ints(1), true);
  }
}
