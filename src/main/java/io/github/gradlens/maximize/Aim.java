package io.github.gradlens.maximize;

import io.github.gradlens.SignatureSpec;
import io.github.gradlens.TensorSpec;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Layers;
import io.github.gradlens.method.Score;
import io.github.gradlens.method.ScoreFinder;
import io.github.gradlens.method.Target;
import io.github.gradlens.method.TargetWeights;
import io.github.gradlens.model.FlatSignature;
import io.github.gradlens.site.FeatureMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Objectives that stand in one tensor, so that one batch can seek them all.
 *
 * @param found the tensor over which they are indexed, and what stands behind it
 * @param score how f is made of the score tensor
 * @param channelAxis of the indexed tensor
 * @param classes whether they are classes of an output
 */
record Aim(
    ScoreFinder.Found found,
    Score score,
    int channelAxis,
    boolean classes,
    List<Objective> objectives) {
  Aim {
    objectives = List.copyOf(objectives);
  }

  /**
   * A request's objectives by the tensor in which they stand, in the order of the first of each.
   */
  static List<Aim> of(FlatSignature flat, SignatureSpec signature, MaximizeRequest request) {
    Layers layers = flat.layers();
    Map<String, List<Objective>> byTensor = new LinkedHashMap<>();
    for (Objective objective : request.objectives()) {
      String layer = layerOf(objective);
      String tensor = layer.isEmpty() ? "" : resolved(layers, layer);
      byTensor.computeIfAbsent(tensor, key -> new ArrayList<>()).add(objective);
    }
    List<Aim> aims = new ArrayList<>();
    byTensor.forEach(
        (tensor, objectives) ->
            aims.add(
                tensor.isEmpty()
                    ? ofOutput(flat, signature, request, objectives)
                    : ofLayer(flat, tensor, objectives)));
    return aims;
  }

  private static String resolved(Layers layers, String layer) {
    try {
      return layers.resolve(layer, "--target");
    } catch (UsageException e) {
      throw new UsageException(
          e.getMessage() + ". A class is named by its index, or as the labels name it", e);
    }
  }

  private static String layerOf(Objective objective) {
    if (objective instanceof Objective.Layer whole) {
      return whole.layer();
    } else if (objective instanceof Objective.Channel channel) {
      return channel.layer();
    } else if (objective instanceof Objective.Element element) {
      return element.layer();
    } else if (objective instanceof Objective.Direction direction) {
      return direction.layer();
    }
    return "";
  }

  private static Aim ofOutput(
      FlatSignature flat,
      SignatureSpec signature,
      MaximizeRequest request,
      List<Objective> objectives) {
    TensorSpec output = Ends.one(signature.outputs(), request.output(), "output", signature.name());
    ScoreFinder.Found found = ScoreFinder.behind(flat.network(), output.tensor());
    return new Aim(found, ScoreFinder.score(found, request.score(), false), -1, true, objectives);
  }

  private static Aim ofLayer(FlatSignature flat, String tensor, List<Objective> objectives) {
    FeatureMap map = FeatureMap.of(flat.network(), flat.facts(), tensor);
    return new Aim(
        new ScoreFinder.Found(tensor, null, null, false),
        new Score(tensor, Score.Form.LINEAR),
        map == null ? -1 : map.channelAxis(),
        false,
        objectives);
  }

  /**
   * The weights w of f = Σ w·z for an objective, over the indexed tensor.
   *
   * @param sizes of one example, without the batch axis
   * @throws UsageException where the objective is outside the tensor
   */
  float[] weights(Objective objective, long[] sizes) {
    if (objective instanceof Objective.Output output) {
      return marked(output.index(), sizes, 1);
    }
    if (objective instanceof Objective.Element element) {
      return marked(element.index(), sizes, 1);
    }
    if (objective instanceof Objective.Channel channel) {
      List<Long> index = new ArrayList<>(every(sizes));
      int axis = channelAxis(sizes);
      if (channel.channel() >= sizes[axis]) {
        throw new UsageException(
            "target "
                + channel.name()
                + ": the layer has channels 0 to "
                + (sizes[axis] - 1)
                + "; choose one of them");
      }
      index.set(axis, channel.channel());
      return marked(index, sizes, NumericArray.size(sizes) / sizes[axis]);
    }
    if (objective instanceof Objective.Direction direction) {
      return along(direction, sizes);
    }
    return marked(every(sizes), sizes, NumericArray.size(sizes));
  }

  private static List<Long> every(long[] sizes) {
    return IntStream.range(0, sizes.length).mapToObj(axis -> -1L).toList();
  }

  /** 1 ÷ {@code over} at the indexed elements. */
  private static float[] marked(List<Long> index, long[] sizes, long over) {
    long[] one = IntStream.range(-1, sizes.length).mapToLong(a -> a < 0 ? 1 : sizes[a]).toArray();
    NumericArray hot = TargetWeights.of(new Target.Index(index), one, new int[] {0});
    float[] weights = hot == null ? new float[0] : hot.toFloats();
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= over;
    }
    return weights;
  }

  private int channelAxis(long[] sizes) {
    if (sizes.length == 0) {
      throw new UsageException(
          "tensor " + found.output() + " is one number an example; name it without a channel");
    }
    return channelAxis < 0 ? sizes.length - 1 : channelAxis - 1;
  }

  private float[] along(Objective.Direction direction, long[] sizes) {
    float[] v = direction.direction().toFloats();
    int all = (int) NumericArray.size(sizes);
    if (v.length == all) {
      return v.clone();
    }
    int axis = channelAxis(sizes);
    if (v.length != sizes[axis]) {
      throw new UsageException(
          "direction "
              + direction.name()
              + " has "
              + v.length
              + " elements, an example's activations in "
              + direction.layer()
              + " have shape "
              + Arrays.toString(sizes)
              + "; give one element a channel, or one an activation");
    }
    int stride = 1;
    for (int i = axis + 1; i < sizes.length; i++) {
      stride *= (int) sizes[i];
    }
    float[] weights = new float[all];
    float positions = (float) all / v.length;
    for (int i = 0; i < all; i++) {
      weights[i] = v[i / stride % v.length] / positions;
    }
    return weights;
  }
}
