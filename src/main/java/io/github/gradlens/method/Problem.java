package io.github.gradlens.method;

import io.github.gradlens.backward.Path;
import io.github.gradlens.graph.Network;
import io.github.gradlens.site.Sites;
import java.util.List;

/**
 * What is explained, as far as no example is concerned.
 *
 * @param signature the signature's name, for messages
 * @param network the flat, canonical graph
 * @param sites its sites
 * @param explained the tensors that are explained
 * @param score the scalar that is explained
 * @param path the sites between them
 */
public record Problem(
    String signature,
    Network network,
    Sites sites,
    List<String> explained,
    Score score,
    Path path) {
  public Problem {
    explained = List.copyOf(explained);
  }
}
