package io.github.gradlens.method;

import io.github.gradlens.backward.Path;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.TensorFacts;
import io.github.gradlens.site.Sites;
import java.util.List;
import java.util.Map;

/**
 * What is explained, as far as no example is concerned.
 *
 * @param signature the signature's name, for messages
 * @param network the flat, canonical graph
 * @param facts types and shapes of its tensors
 * @param sites its sites
 * @param explained the tensors that are explained
 * @param score the scalar that is explained
 * @param path the sites between them
 * @param layers the tensors of the layers that methods name
 */
public record Problem(
    String signature,
    Network network,
    TensorFacts facts,
    Sites sites,
    List<String> explained,
    Score score,
    Path path,
    Map<String, String> layers) {
  public Problem {
    explained = List.copyOf(explained);
    layers = Map.copyOf(layers);
  }
}
