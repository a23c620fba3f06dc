package io.github.gradlens.site;

import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.TensorFacts;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;

/**
 * A small graph from {@code x:0} (and {@code second:0}) to {@code out:0}, and its sites as text:
 * their ops in order, the head in brackets.
 */
record SiteGraph(GraphDef def, Network network) {
  static SiteGraph of(Shape input, BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> build) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> x = placeholder(tf, "x", input);
      tf.withName("out").identity(build.apply(tf, x));
      GraphDef def = graph.toGraphDef();
      List<String> inputs =
          graph.operation("second") == null ? List.of("x:0") : List.of("x:0", "second:0");
      return new SiteGraph(def, Network.of(def, inputs));
    }
  }

  static Operand<TFloat32> placeholder(Ops tf, String name, Shape shape) {
    return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(shape));
  }

  /** An op by TensorFlow's name, where TF Java's own method would emit another one. */
  static Operand<TFloat32> op(Ops tf, String op, Operand<?>... inputs) {
    OperationBuilder builder =
        tf.scope().env().opBuilder(op, tf.scope().makeOpName(op), tf.scope());
    for (Operand<?> input : inputs) {
      builder.addInput(input.asOutput());
    }
    return builder.build().output(0);
  }

  /** Random numbers as a constant of this shape. */
  static Operand<TFloat32> weights(Ops tf, long... shape) {
    Random random = new Random(Arrays.hashCode(shape));
    float[] flat = new float[(int) Shape.of(shape).size()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) random.nextGaussian() / 2;
    }
    return tf.reshape(tf.constant(flat), tf.constant(shape));
  }

  TensorFacts facts() {
    return TensorFacts.infer(network, GraphDef.getDefaultInstance());
  }

  /** The sites between input and output where these tensors, and the output, stay visible. */
  List<Site> sites(String... kept) {
    Set<String> visible = new HashSet<>(List.of(kept));
    visible.add("out:0");
    return Sites.of(network, facts(), visible).all().stream()
        .filter(site -> !site.head().op().equals("Placeholder") && !site.name().equals("out"))
        .toList();
  }

  List<String> text(String... kept) {
    return sites(kept).stream().map(SiteGraph::text).toList();
  }

  /** The site with this head. */
  Site site(String op, String... kept) {
    List<Site> found = sites(kept).stream().filter(site -> site.head().op().equals(op)).toList();
    if (found.size() != 1) {
      throw new AssertionError(op + " heads " + found.size() + " sites of " + text(kept));
    }
    return found.get(0);
  }

  private static String text(Site site) {
    StringBuilder text = new StringBuilder();
    for (Node node : site.members()) {
      boolean head = node.equals(site.head()) && site.members().size() > 1;
      text.append(text.length() == 0 ? "" : " ").append(head ? "[" + node.op() + "]" : node.op());
    }
    return text.toString();
  }
}
