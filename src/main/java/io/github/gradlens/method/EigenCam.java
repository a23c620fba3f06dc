package io.github.gradlens.method;

import io.github.gradlens.backward.Path;
import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.gradient.GradientBook;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.site.FeatureMap;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * Eigen-CAM: the layer's values projected on their first principal component. With X = A − mean of
 * A over positions, {@code [P, C]}, and v the eigenvector of XᵀX with the largest eigenvalue, the
 * map is X v.
 *
 * <p>Source: Muhammad, Yeasin 2020.
 *
 * <p>v has no sign of its own; it gets the one with which the map correlates positively with ΣA
 * over channels. No class plays a part, nor does the score.
 *
 * <p>Where there are fewer positions than channels the eigenvector u of XXᵀ is taken, and X v =
 * √λ·u. Both are in float64.
 *
 * <p>Deviations: the paper takes the first singular vector of A as it is.
 *
 * @param layer where A is taken
 * @param relu whether the map is clipped at 0
 */
record EigenCam(CamLayer layer, boolean relu) implements Method {
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
    Operand<?> values = tf.cast(a.values(), DataType.DT_DOUBLE);
    Operand<?> mean = tf.op("Mean").in(values).in(tf.ints(1)).attr("keep_dims", true).one();
    Operand<?> x = tf.sub(values, mean);
    Operand<?> found = projected(tf, x);
    Operand<?> total = tf.sum(x, tf.ints(2), false);
    Operand<?> agreement = tf.sum(tf.mul(found, total), tf.ints(1), true);
    Operand<?> negative = tf.apply("Less", agreement, tf.zerosLike(agreement));
    Operand<?> signed = tf.select(negative, tf.neg(found), found);
    return a.emission(setting, tf.cast(signed, Emitter.type(a.values())), relu);
  }

  /** X v, {@code [B, P]}. */
  private static Operand<?> projected(Emitter tf, Operand<?> x) {
    long positions = Emitter.dimension(x, 1);
    long channels = Emitter.dimension(x, 2);
    boolean wide = positions >= 0 && channels > positions;
    Operand<?> gram =
        tf.op("BatchMatMulV2").in(x).in(x).attr("adj_x", !wide).attr("adj_y", wide).one();
    var eigen = tf.op("SelfAdjointEigV2").in(gram).attr("compute_v", true).build();
    Operand<?> vector = last(tf, eigen.output(1));
    Operand<?> column =
        wide
            ? tf.mul(vector, root(tf, last(tf, eigen.output(0))))
            : tf.apply("BatchMatMulV2", x, vector);
    return tf.op("Squeeze").in(column).attr("squeeze_dims", new long[] {2}).one();
  }

  /** √λ, {@code [B, 1, 1]}; rounding may make an eigenvalue of 0 negative. */
  private static Operand<?> root(Emitter tf, Operand<?> eigenvalue) {
    Operand<?> positive = tf.apply("Relu", eigenvalue);
    return tf.apply("ExpandDims", tf.apply("Sqrt", positive), tf.intScalar(2));
  }

  /** The last entry of the last axis, which stays: eigenvalues ascend. */
  private static Operand<?> last(Emitter tf, Operand<?> tensor) {
    Operand<?> place = tf.sub(tf.size(tensor, -1), tf.intScalar(1));
    return tf.apply(
        "GatherV2", tensor, tf.reshape(place, tf.ints(1)), tf.intScalar(Emitter.rank(tensor) - 1));
  }
}
