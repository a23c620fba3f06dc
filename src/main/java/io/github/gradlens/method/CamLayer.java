package io.github.gradlens.method;

import io.github.gradlens.backward.Path;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Node;
import io.github.gradlens.site.FeatureMap;
import java.util.List;
import java.util.Set;

/**
 * The layer of a class activation map.
 *
 * @param method the method's id, for messages
 * @param name a layer or tensor; {@code auto} for the last one before global pooling or flattening
 */
record CamLayer(String method, String name) {
  static final String AUTO = "auto";

  /** Refuses a list of layers where one map is made. */
  static void check(String text) {
    if (text.isEmpty() || text.contains(";")) {
      throw new IllegalArgumentException("one layer here, or a list in a SPEC of its own");
    }
  }

  Set<String> names() {
    return name.equals(AUTO) ? Set.of() : Set.of(name);
  }

  /** The sites from the layer to the score. */
  Path path(Problem problem) {
    return Path.between(
        problem.network(),
        problem.sites(),
        List.of(in(problem).tensor()),
        problem.score().tensor());
  }

  /** No site: for maps of the layer's values alone, which need no backward pass. */
  Path itself(Problem problem) {
    String tensor = in(problem).tensor();
    return Path.between(problem.network(), problem.sites(), List.of(tensor), tensor);
  }

  /**
   * The layer's output.
   *
   * @throws UsageException where there is none between the explained tensors and the score, or the
   *     explained tensors do not have its axes of positions
   */
  FeatureMap in(Problem problem) {
    FeatureMap map = name.equals(AUTO) ? last(problem) : named(problem);
    int axes = map.positionAxes().size();
    for (String tensor : problem.explained()) {
      long[] sizes = problem.facts().sizes(tensor);
      int rank = sizes == null ? 0 : sizes.length;
      if (rank != axes + 1 && rank != axes + 2) {
        throw new UsageException(
            method
                + " cannot draw the map of "
                + Node.nodeName(map.tensor())
                + " "
                + problem.facts().text(map.tensor())
                + " over "
                + Node.nodeName(tensor)
                + " "
                + problem.facts().text(tensor)
                + ", whose axes are others; name a layer with layer=, or what to explain with"
                + " --at");
      }
    }
    return map;
  }

  private FeatureMap last(Problem problem) {
    Path path = problem.path();
    FeatureMap map =
        FeatureMap.last(
            problem.network(), problem.facts(), path.sites(), problem.explained(), path::depends);
    if (map == null) {
      throw new UsageException(
          method
              + " needs a layer that keeps positions apart, such as a convolution, and there is none"
              + " between "
              + String.join(", ", problem.explained().stream().map(Node::nodeName).toList())
              + " and the score; name one with layer=, or take a method that explains the input");
    }
    return map;
  }

  private FeatureMap named(Problem problem) {
    String tensor = problem.layers().get(name);
    if (tensor == null) {
      throw new IllegalStateException("layer " + name + " was not resolved");
    }
    Path path = problem.path();
    boolean on = path.depends(tensor) && !problem.explained().contains(tensor);
    boolean leads =
        on
            && problem
                .network()
                .upstreamOf(List.of(problem.score().tensor()))
                .contains(Node.nodeName(tensor));
    if (!leads) {
      throw new UsageException(
          method
              + ": layer="
              + name
              + " does not stand between what is explained and the score; gradlens inspect lists the"
              + " layers");
    }
    FeatureMap map = FeatureMap.of(problem.network(), problem.facts(), tensor);
    if (map == null || !map.hasPositions()) {
      throw new UsageException(
          method
              + ": layer="
              + name
              + " has the shape "
              + problem.facts().text(tensor)
              + ", without axes of positions between batch and channels; name a layer before global"
              + " pooling or flattening");
    }
    return map;
  }
}
