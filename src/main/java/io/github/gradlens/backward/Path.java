package io.github.gradlens.backward;

import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import io.github.gradlens.site.Site;
import io.github.gradlens.site.Sites;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sites between the explained tensors and the score, last to first. */
public final class Path {
  private final List<Site> sites;
  private final Set<String> reached;
  private final Map<String, Place> places;

  private Path(List<Site> sites, Set<String> reached, Map<String, Place> places) {
    this.sites = sites;
    this.reached = reached;
    this.places = places;
  }

  /**
   * Finds the path.
   *
   * @param explained the tensors at which the pass ends
   * @param score the tensor at which it starts
   */
  public static Path between(
      Network network, Sites sites, Collection<String> explained, String score) {
    Set<String> moving = new HashSet<>(explained);
    List<Site> forward = new ArrayList<>();
    for (Site site : sites.all()) {
      boolean given = explained.containsAll(site.outputs());
      if (!given && site.inputs().stream().anyMatch(moving::contains)) {
        site.outputs().forEach(moving::add);
        forward.add(site);
      }
    }
    Set<String> leading = leadingTo(network, score, explained);
    List<Site> backward = new ArrayList<>();
    for (Site site : forward) {
      if (leading.contains(site.last().name())) {
        backward.add(site);
      }
    }
    Collections.reverse(backward);
    return new Path(List.copyOf(backward), moving, Places.of(sites, forward, explained));
  }

  /** Where a site stands between the explained tensors and the score. */
  public Place placeOf(Site site) {
    return places.getOrDefault(site.name(), Place.INNER);
  }

  public List<Site> sites() {
    return sites;
  }

  /** Whether a tensor depends on the explained tensors. */
  public boolean depends(String tensor) {
    return reached.contains(tensor);
  }

  private static Set<String> leadingTo(Network network, String score, Collection<String> stop) {
    Set<String> seen = new HashSet<>();
    List<String> open = new ArrayList<>();
    if (!stop.contains(score)) {
      open.add(score);
    }
    while (!open.isEmpty()) {
      Node node = network.node(Node.nodeName(open.remove(open.size() - 1)));
      if (node != null && seen.add(node.name())) {
        for (String input : node.inputs()) {
          if (!stop.contains(input)) {
            open.add(input);
          }
        }
      }
    }
    return seen;
  }
}
