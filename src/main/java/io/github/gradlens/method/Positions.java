package io.github.gradlens.method;

import io.github.gradlens.graph.Emitter;
import io.github.gradlens.site.FeatureMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * A layer's values as {@code [B, P, C]}, whatever the number and order of its axes, and the way
 * back from one figure a position to the explained tensors.
 *
 * @param map the layer
 * @param values {@code [B, P, C]}
 * @param shape int32 vector: batch and positions, {@code [B, positions…]}
 */
record Positions(FeatureMap map, Operand<?> values, Operand<?> shape) {
  static Positions of(Emitter tf, FeatureMap map, Operand<?> tensor) {
    List<Operand<?>> sizes = new ArrayList<>(List.of(one(tf, tensor, 0)));
    map.positionAxes().forEach(axis -> sizes.add(one(tf, tensor, axis)));
    Operand<?> shape = tf.concat(0, sizes.toArray(Operand[]::new));
    return new Positions(map, flat(tf, map, tensor), shape);
  }

  /** A tensor of the layer's shape as {@code [B, P, C]}. */
  static Operand<?> flat(Emitter tf, FeatureMap map, Operand<?> tensor) {
    List<Integer> order = new ArrayList<>(List.of(0));
    order.addAll(map.positionAxes());
    order.add(map.channelAxis());
    boolean last = map.channelAxis() == order.size() - 1;
    int[] turn = order.stream().mapToInt(Integer::intValue).toArray();
    Operand<?> turned = last ? tensor : tf.transpose(tensor, tf.ints(turn));
    long positions = 1;
    for (int axis : map.positionAxes()) {
      long size = Emitter.dimension(tensor, axis);
      positions = size < 0 || positions < 0 ? -1 : positions * size;
    }
    Operand<?> batch = positions < 0 ? one(tf, tensor, 0) : tf.ints(-1);
    Operand<?> shape =
        tf.concat(0, batch, tf.ints((int) positions), one(tf, tensor, map.channelAxis()));
    return tf.reshape(turned, shape);
  }

  /** {@code [B, P]} → {@code [B, positions…]}. */
  Operand<?> unflat(Emitter tf, Operand<?> map) {
    return tf.reshape(map, shape);
  }

  /** Σ over channels of {@code weights ⊙ A}, {@code [B, P]}; weights {@code [B, 1 or P, C]}. */
  Operand<?> weighted(Emitter tf, Operand<?> weights) {
    return tf.sum(tf.mul(weights, values), tf.ints(2), false);
  }

  /**
   * A map as an explanation: clipped at 0 if asked, and drawn as large as each explained tensor.
   *
   * @param found {@code [B, P]}
   */
  Emission emission(Setting setting, Operand<?> found, boolean relu) {
    Emitter tf = setting.tf();
    Operand<?> raw = unflat(tf, relu ? tf.apply("Relu", found) : found);
    Map<String, Operand<?>> out = new LinkedHashMap<>();
    for (String tensor : setting.explained()) {
      out.put(tensor, over(setting, tensor, raw));
    }
    return Emission.ofLayer(out, new Emission.LayerMap(map.tensor(), raw));
  }

  /** A map {@code [N, positions…]} as large as an explained tensor, repeated over its channels. */
  Operand<?> over(Setting setting, String tensor, Operand<?> raw) {
    Emitter tf = setting.tf();
    Operand<?> x = setting.x(tensor);
    FeatureMap channels = channelsOf(setting, tensor);
    List<Integer> axes =
        channels == null
            ? IntStream.range(1, Emitter.rank(x)).boxed().toList()
            : channels.positionAxes();
    List<Operand<?>> sizes = axes.stream().<Operand<?>>map(axis -> tf.size(x, axis)).toList();
    Operand<?> large = tf.cast(HalfPixel.resize(tf, raw, sizes), Emitter.type(x));
    return channels == null
        ? large
        : tf.apply(
            "BroadcastTo",
            tf.apply("ExpandDims", large, tf.intScalar(channels.channelAxis())),
            tf.shape(x));
  }

  /** The explained tensor as positions and channels; null where it has no channels. */
  private @Nullable FeatureMap channelsOf(Setting setting, String tensor) {
    Problem problem = setting.problem();
    int rank = Emitter.rank(setting.x(tensor));
    return rank == map.positionAxes().size() + 2
        ? FeatureMap.of(problem.network(), problem.facts(), tensor)
        : null;
  }

  private static Operand<?> one(Emitter tf, Operand<?> tensor, int axis) {
    return tf.reshape(tf.size(tensor, axis), tf.ints(1));
  }
}
