package io.github.gradlens.rule;

import io.github.gradlens.backward.Rule;
import io.github.gradlens.site.Site;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names by which {@code layer.NAME} means a site: its op's, or a scope that holds it. */
final class LayerName {
  private LayerName() {}

  /** The rule whose name means the site; the one that names the narrowest scope. */
  static @Nullable Rule find(Map<String, Rule> layers, Site site) {
    Rule found = null;
    int narrowest = -1;
    for (Map.Entry<String, Rule> entry : layers.entrySet()) {
      int depth = depth(entry.getKey(), site);
      if (depth > narrowest) {
        narrowest = depth;
        found = entry.getValue();
      }
    }
    return found;
  }

  static boolean matches(String layer, Site site) {
    return depth(layer, site) >= 0;
  }

  /** The name in a message: the op in its own scope, which means this site and no other. */
  static String of(Site site) {
    List<String> parts = Arrays.asList(site.name().split("/"));
    return String.join("/", parts.subList(Math.max(0, parts.size() - 2), parts.size()));
  }

  /** How deep in the site's name the layer's ends; −1 where it does not occur. */
  private static int depth(String layer, Site site) {
    String name = "/" + site.name() + "/";
    for (String spelt : List.of(layer, layer + "_1")) {
      int at = name.lastIndexOf("/" + spelt + "/");
      if (at >= 0) {
        return at + spelt.length();
      }
    }
    return -1;
  }
}
