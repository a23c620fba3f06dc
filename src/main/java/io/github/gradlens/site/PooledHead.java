package io.github.gradlens.site;

import io.github.gradlens.graph.Constants;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.TensorFacts;
import io.github.gradlens.op.OpKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a feature map and the score where both are joined by global average pooling
 * and one linear layer.
 *
 * @param pooled the tensor behind the pooling; null where there is no such head
 * @param lack what the network has instead, in a few words; empty where there is such a head
 */
public record PooledHead(@Nullable String pooled, String lack) {
  /**
   * Follows the graph from a feature map to the score. A mean over all positions, and an average
   * pool whose window covers them, are global; reshapes are passed over; the layer is dense, or a
   * convolution on the one position that is left.
   *
   * @param sites the sites of a path that ends at the score, last to first
   */
  public static PooledHead behind(
      Network network, TensorFacts facts, List<Site> sites, FeatureMap map, String score) {
    String here = map.tensor();
    String pooled = null;
    Site layer = null;
    while (!here.equals(score)) {
      List<Site> readers = readers(sites, here);
      if (readers.size() != 1) {
        return lacking(readers.size() + " branches read " + Node.nodeName(here));
      }
      Site site = readers.get(0);
      if (site.kind() == OpKind.STRUCTURAL && site.inputs().size() == 1) {
        here = site.outputs().get(0);
      } else if (pooled == null) {
        if (!isGlobalMean(network, facts, site, map) || !here.equals(map.tensor())) {
          return lacking(text(site) + " reads the map, not a mean over its positions");
        }
        here = site.outputs().get(0);
        pooled = here;
      } else if (layer == null && isLinear(network, facts, site)) {
        layer = site;
        here = site.outputs().get(0);
      } else {
        return lacking(text(site) + " stands between the mean and the score");
      }
    }
    if (pooled == null || layer == null) {
      return lacking("the score is not made by a dense layer");
    }
    return new PooledHead(pooled, "");
  }

  private static PooledHead lacking(String lack) {
    return new PooledHead(null, lack);
  }

  private static String text(Site site) {
    return site.name() + " (" + site.head().op() + ")";
  }

  private static List<Site> readers(List<Site> sites, String tensor) {
    List<Site> found = new ArrayList<>();
    for (Site site : sites) {
      if (site.inputs().contains(tensor)) {
        found.add(site);
      }
    }
    return found;
  }

  private static boolean isLinear(Network network, TensorFacts facts, Site site) {
    if (site.kind() == OpKind.DENSE) {
      return true;
    }
    FeatureMap input = FeatureMap.of(network, facts, site.input());
    return site.kind() == OpKind.CONVOLUTION && input != null && !input.hasPositions();
  }

  private static boolean isGlobalMean(
      Network network, TensorFacts facts, Site site, FeatureMap map) {
    Node node = site.head();
    Set<Long> positions = new TreeSet<>();
    map.positionAxes().forEach(axis -> positions.add((long) axis));
    if (node.op().equals("Mean")) {
      long[] axes = Constants.integers(network, node.inputs().get(1));
      Set<Long> averaged = new TreeSet<>();
      for (int i = 0; axes != null && i < axes.length; i++) {
        averaged.add(axes[i] < 0 ? axes[i] + map.sizes().size() : axes[i]);
      }
      return averaged.equals(positions);
    }
    if (!node.op().equals("AvgPool") && !node.op().equals("AvgPool3D")) {
      return false;
    }
    List<Long> window = node.numbers("ksize");
    FeatureMap out = FeatureMap.of(network, facts, site.outputs().get(0));
    return out != null
        && !out.hasPositions()
        && map.positionAxes().stream()
            .allMatch(a -> map.sizes().get(a) > 0 && window.get(a) >= map.sizes().get(a));
  }
}
