package io.github.gradlens.gradient;

import static io.github.gradlens.gradient.VjpRow.unary;
import static io.github.gradlens.gradient.VjpRow.vjp;

import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.proto.AttrValue;

/** VJPs of normalisations. */
final class Normalisation {
  static final List<VjpRow> ROWS =
      List.of(
          batchNorm("FusedBatchNorm"),
          batchNorm("FusedBatchNormV2"),
          batchNorm("FusedBatchNormV3"),
          unary(
              "LRN",
              c ->
                  c.tf()
                      .op("LRNGrad")
                      .in(c.dy())
                      .in(c.x(0))
                      .in(c.y())
                      .copy(c.node(), "depth_radius", "bias", "alpha", "beta")
                      .one()));

  private Normalisation() {}

  private static VjpRow batchNorm(String op) {
    return vjp(op, Normalisation::batchNorm).unless(Normalisation::training);
  }

  /** TensorFlow's default is training, so an absent attribute says so too. */
  private static @Nullable String training(Node node) {
    AttrValue training = node.attr("is_training");
    return training == null || training.getB() ? "batch norm in training mode" : null;
  }

  /**
   * y = (x − mean)·s·scale + offset with s = 1/√(variance + ε): dx = dy·s·scale, dmean = −Σ
   * dy·s·scale, dvariance = −½ Σ dy·(x − mean)·s³·scale over all but the channels.
   */
  private static @Nullable Operand<?>[] batchNorm(VjpCall c) {
    Emitter tf = c.tf();
    Operand<?> epsilon = tf.scalar(c.node().real("epsilon", 1e-4f), c.x(4));
    Operand<?> s = tf.apply("Rsqrt", tf.add(c.x(4), epsilon));
    @Nullable Operand<?>[] out = c.none();
    if (c.wants(0)) {
      out[0] = tf.mul(c.dy(), tf.cast(perChannel(c, tf.mul(s, c.x(1))), c.type()));
    }
    if (c.wants(1)) {
      Operand<?> x = tf.cast(c.x(0), Emitter.type(s));
      Operand<?> normal = tf.mul(tf.sub(x, perChannel(c, c.x(3))), perChannel(c, s));
      out[1] = overChannels(c, tf.mul(tf.cast(c.dy(), Emitter.type(s)), normal));
    }
    if (c.wants(2)) {
      out[2] = overChannels(c, tf.cast(c.dy(), Emitter.type(s)));
    }
    if (c.wants(3)) {
      Operand<?> dy = overChannels(c, tf.cast(c.dy(), Emitter.type(s)));
      out[3] = tf.neg(tf.mul(dy, tf.mul(s, c.x(1))));
    }
    if (c.wants(4)) {
      Operand<?> x = tf.cast(c.x(0), Emitter.type(s));
      Operand<?> moved = tf.mul(tf.sub(x, perChannel(c, c.x(3))), tf.cast(c.dy(), Emitter.type(s)));
      Operand<?> slope = tf.mul(tf.mul(s, tf.apply("Square", s)), c.x(1));
      out[4] = tf.mul(overChannels(c, moved), tf.mul(slope, tf.scalar(-0.5, s)));
    }
    return out;
  }

  private static boolean channelsFirst(VjpCall c) {
    return c.node().text("data_format", "NHWC").startsWith("NC");
  }

  private static Operand<?> perChannel(VjpCall c, Operand<?> vector) {
    if (!channelsFirst(c)) {
      return vector;
    }
    boolean volume = c.node().text("data_format", "NHWC").length() == 5;
    Operand<?> shape = volume ? c.tf().ints(-1, 1, 1, 1) : c.tf().ints(-1, 1, 1);
    return c.tf().reshape(vector, shape);
  }

  private static Operand<?> overChannels(VjpCall c, Operand<?> a) {
    boolean volume = c.node().text("data_format", "NHWC").length() == 5;
    int[] last = volume ? new int[] {0, 1, 2, 3} : new int[] {0, 1, 2};
    int[] first = volume ? new int[] {0, 2, 3, 4} : new int[] {0, 2, 3};
    return c.tf().sum(a, c.tf().ints(channelsFirst(c) ? first : last), false);
  }
}
