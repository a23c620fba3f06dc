package io.github.gradlens.rule;

import io.github.gradlens.gradient.LinearMap;
import io.github.gradlens.graph.Network;
import io.github.gradlens.op.OpKind;
import io.github.gradlens.site.Site;
import io.github.gradlens.site.Sites;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of a linear site and the activation that alone reads it, which RevealCancel takes as one.
 */
public final class RevealCancelSites {
  private final Map<String, Site> activations = new HashMap<>();
  private final Set<String> served = new HashSet<>();

  /**
   * Finds the pairs.
   *
   * @param everywhere whether convolutions are paired as well as dense layers
   * @param outside tensors that must not vanish in a pair: the score and the explained ones
   */
  public RevealCancelSites(Network network, Sites sites, boolean everywhere, Set<String> outside) {
    Map<String, Site> linear = new HashMap<>();
    for (Site site : sites.all()) {
      boolean dense = site.kind() == OpKind.DENSE;
      boolean convolution = everywhere && site.kind() == OpKind.CONVOLUTION;
      if ((dense || convolution) && LinearMap.fits(site)) {
        linear.put(site.outputs().get(0), site);
      }
      if (site.kind() != OpKind.ACTIVATION || site.inputs().size() != 1) {
        continue;
      }
      String z = site.input();
      Site before = linear.get(z);
      boolean alone =
          network.readers(z).stream().allMatch(reader -> site.members().contains(reader));
      if (before != null && alone && !outside.contains(z)) {
        activations.put(before.name(), site);
        served.add(site.name());
      }
    }
  }

  /** The activation that is taken together with a linear site, or null. */
  @Nullable Site activationBehind(Site site) {
    return activations.get(site.name());
  }

  /** Whether an activation is taken care of at the linear site before it. */
  boolean isServed(Site site) {
    return served.contains(site.name());
  }
}
