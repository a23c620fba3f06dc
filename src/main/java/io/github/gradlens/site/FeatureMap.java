package io.github.gradlens.site;

import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.TensorFacts;
import io.github.gradlens.op.OpKind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A tensor with a batch axis, axes of positions and an axis of channels.
 *
 * @param tensor its name
 * @param sizes its sizes, −1 where unknown
 * @param channelAxis 1 or the last one
 */
public record FeatureMap(String tensor, List<Long> sizes, int channelAxis) {
  private static final Set<OpKind> POOLS =
      Set.of(OpKind.MAXIMUM, OpKind.AVERAGE, OpKind.STRUCTURAL);
  private static final Set<OpKind> LAYERS = Set.of(OpKind.CONVOLUTION, OpKind.DENSE);

  public FeatureMap {
    sizes = List.copyOf(sizes);
  }

  /** The tensor as a feature map; null where its rank is unknown or below 3. */
  public static @Nullable FeatureMap of(Network network, TensorFacts facts, String tensor) {
    long[] sizes = facts.sizes(tensor);
    if (sizes == null || sizes.length < 3) {
      return null;
    }
    int axis = ChannelAxis.isFirst(network, facts, tensor) ? 1 : sizes.length - 1;
    return new FeatureMap(tensor, Arrays.stream(sizes).boxed().toList(), axis);
  }

  /**
   * The last one before global pooling or flattening. Pools and reshapes that stand before it are
   * passed over, so that it is what an activation, a sum or a layer made.
   *
   * @param sites the sites of a path, last to first
   * @param depends whether a tensor depends on the explained ones
   * @return null where no layer of the path keeps positions apart
   */
  public static @Nullable FeatureMap last(
      Network network,
      TensorFacts facts,
      List<Site> sites,
      List<String> explained,
      Predicate<String> depends) {
    Map<String, Site> makers = new HashMap<>();
    sites.forEach(site -> site.outputs().forEach(output -> makers.put(output, site)));
    for (Site site : sites) {
      for (String input : site.inputs()) {
        FeatureMap found = depends.test(input) ? of(network, facts, input) : null;
        if (found != null && found.hasPositions()) {
          String maker = behindPools(makers, input);
          boolean learnt = !explained.contains(maker) && isLearnt(network, sites, maker);
          return learnt ? of(network, facts, maker) : null;
        }
      }
    }
    return null;
  }

  private static String behindPools(Map<String, Site> makers, String tensor) {
    String here = tensor;
    Site site = makers.get(here);
    while (site != null && POOLS.contains(site.kind()) && site.inputs().size() == 1) {
      here = site.input();
      site = makers.get(here);
    }
    return here;
  }

  /** Whether a layer with weights stands at the tensor or before it. */
  private static boolean isLearnt(Network network, List<Site> sites, String tensor) {
    Set<String> upstream = network.upstreamOf(List.of(tensor));
    return sites.stream()
        .anyMatch(s -> LAYERS.contains(s.kind()) && upstream.contains(s.head().name()));
  }

  /** The axes of positions. */
  public List<Integer> positionAxes() {
    return IntStream.range(1, sizes.size()).filter(a -> a != channelAxis).boxed().toList();
  }

  /** Whether there is more than one position. */
  public boolean hasPositions() {
    return positionAxes().stream().anyMatch(axis -> sizes.get(axis) != 1);
  }
}
