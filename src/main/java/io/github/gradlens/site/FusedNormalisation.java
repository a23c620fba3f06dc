package io.github.gradlens.site;

import io.github.gradlens.graph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;

/**
 * Layer normalisation as Keras 2 writes it: a batch norm in training mode between two reshapes that
 * make each example a channel of one image, so that the batch's statistics are each example's.
 */
final class FusedNormalisation {
  private FusedNormalisation() {}

  /** The ops up to the second reshape, or null. */
  static @Nullable List<Node> endingWith(Grouping grouping, Node back) {
    Node norm = grouping.innerOf(back);
    if (norm == null
        || !norm.op().startsWith("FusedBatchNorm")
        || !isTraining(norm)
        || !norm.text("data_format", "NHWC").equals("NCHW")
        || !grouping.isFree(norm)
        || !norm.output(0).equals(back.inputs().get(0))
        || readsStatistics(grouping, norm)) {
      return null;
    }
    String image = norm.inputs().get(0);
    Node to = grouping.network().producer(image);
    long[] sizes = grouping.sizes(image);
    if (!to.op().equals("Reshape")
        || !grouping.isFree(to)
        || grouping.onlyReader(image) == null
        || sizes == null
        || sizes[0] != 1
        || !grouping.sameShape(to.inputs().get(0), back.output(0))) {
      return null;
    }
    List<Node> members = new ArrayList<>(List.of(to));
    for (String input : norm.inputs().subList(1, norm.inputs().size())) {
      if (grouping.moves(input)) {
        Node fill = grouping.network().producer(input);
        boolean own = grouping.onlyReader(input) != null && grouping.isFree(fill);
        if (!own || !fill.op().equals("Fill") || grouping.moves(fill.inputs().get(1))) {
          return null;
        }
        members.add(fill);
      }
    }
    members.add(norm);
    members.add(back);
    return Collections.unmodifiableList(members);
  }

  /** True is what TensorFlow takes where a file leaves the attribute out. */
  private static boolean isTraining(Node norm) {
    AttrValue training = norm.attr("is_training");
    return training == null || training.getB();
  }

  private static boolean readsStatistics(Grouping grouping, Node norm) {
    for (int i = 1; i < norm.outputCount(); i++) {
      String tensor = norm.output(i);
      if (grouping.isVisible(tensor) || !grouping.network().readers(tensor).isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
