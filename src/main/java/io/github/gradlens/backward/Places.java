package io.github.gradlens.backward;

import io.github.gradlens.op.OpKind;
import io.github.gradlens.site.Site;
import io.github.gradlens.site.Sites;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the first layers of a path and the preprocessing before them. A scale or shift is
 * preprocessing where nothing but such and structural ops stand between it and the model's inputs;
 * behind an inner tensor that is explained, it is a layer like any other.
 */
final class Places {
  private Places() {}

  static Map<String, Place> of(Sites all, List<Site> path, Collection<String> explained) {
    Set<String> raw = raw(all);
    Set<String> unchanged = new HashSet<>(explained);
    Map<String, Place> places = new HashMap<>();
    for (Site site : path) {
      boolean direct = unchanged.containsAll(site.inputs());
      boolean scale = site.kind() == OpKind.DIAGONAL || site.kind() == OpKind.BIAS;
      boolean untouched = raw.containsAll(site.outputs());
      if (direct && scale && untouched) {
        places.put(site.name(), Place.PREPROCESSING);
        unchanged.addAll(site.outputs());
      } else if (direct && site.kind() == OpKind.STRUCTURAL) {
        unchanged.addAll(site.outputs());
      } else if (direct && (site.kind() == OpKind.CONVOLUTION || site.kind() == OpKind.DENSE)) {
        places.put(site.name(), Place.FIRST);
      }
    }
    return places;
  }

  /** Tensors that nothing but structural ops, scales and shifts make of the model's inputs. */
  private static Set<String> raw(Sites all) {
    Set<String> raw = new HashSet<>();
    Set<String> made = new HashSet<>();
    for (Site site : all.all()) {
      made.addAll(site.outputs());
      boolean harmless =
          switch (site.kind()) {
            case STRUCTURAL, NO_SIGNAL, DIAGONAL, BIAS -> true;
            default -> false;
          };
      boolean fromRaw = true;
      for (String input : site.inputs()) {
        fromRaw &= raw.contains(input) || !made.contains(input);
      }
      if (harmless && fromRaw) {
        raw.addAll(site.outputs());
      }
    }
    return raw;
  }
}
