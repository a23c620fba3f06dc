package io.github.gradlens;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Node;
import io.github.gradlens.model.FlatSignature;
import java.util.Set;

/** Finds what {@code --at auto} explains: the embedding lookup, or the decoded image. */
final class AutoAt {
  private static final Set<String> LOOKUPS = Set.of("ResourceGather", "GatherV2", "Gather");
  private static final Set<String> DECODERS = Set.of("DecodeJpeg", "DecodePng", "DecodeImage");

  private AutoAt() {}

  static String find(FlatSignature flat) {
    boolean decoded = false;
    for (Node node : flat.network().dynamicNodes()) {
      boolean table =
          LOOKUPS.contains(node.op())
              && flat.network().isStatic(node.inputs().get(0))
              && !flat.network().isStatic(node.inputs().get(1));
      decoded |= DECODERS.contains(node.op());
      boolean pixels = decoded && node.op().equals("Cast");
      var fact = flat.facts().find(node.output(0));
      boolean real = fact != null && fact.type() == org.tensorflow.proto.DataType.DT_FLOAT;
      if ((table || pixels) && real) {
        return node.output(0);
      }
    }
    throw new UsageException(
        "--at auto finds no embedding lookup and no decoded image; name a tensor (gradlens inspect"
            + " lists them)");
  }
}
