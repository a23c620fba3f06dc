package io.github.gradlens.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.gradlens.graph.CanonicalForm;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.TensorFacts;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;

/** Small graphs from {@code x} to {@code out}, canonicalised and run beside what they were. */
final class CanonicalCheck {
  private final Random random = new Random(5);

  /** The canonical graph; it computes what the graph computes. */
  GraphDef check(CanonicalForm form, GraphDef graph, Shape input, String... further) {
    Set<String> kept = new HashSet<>(List.of(further));
    kept.add("out:0");
    GraphDef made = graph;
    for (Pass pass : Passes.canonical(form)) {
      Network network = Network.of(made, List.of("x:0"));
      TensorFacts facts = TensorFacts.infer(network, GraphDef.getDefaultInstance());
      made = pass.apply(new Pass.Subject(made, network, facts, kept)).graph();
    }
    float[] x = new float[(int) input.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    assertArrayEquals(run(graph, x, input), run(made, x, input), 1e-4f);
    return made;
  }

  /** The ops that depend on the input, in order, without the input itself and the last identity. */
  static List<String> moving(GraphDef graph) {
    return Network.of(graph, List.of("x:0")).dynamicNodes().stream()
        .filter(node -> !node.name().equals("x") && !node.name().equals("out"))
        .map(Node::op)
        .toList();
  }

  GraphDef graph(Shape input, BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> build) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> x = tf.withName("x").placeholder(TFloat32.class, Placeholder.shape(input));
      tf.withName("out").identity(build.apply(tf, x));
      return graph.toGraphDef();
    }
  }

  Operand<TFloat32> values(Ops tf, long... shape) {
    float[] flat = new float[(int) Shape.of(shape).size()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) random.nextGaussian();
    }
    return tf.reshape(tf.constant(flat), tf.constant(shape));
  }

  /** A static tensor's values. */
  static float[] values(GraphDef def, String tensor) {
    try (Graph graph = new Graph()) {
      graph.importGraphDef(def);
      try (Session session = new Session(graph);
          Result result = session.runner().fetch(tensor).run()) {
        return floats((TFloat32) result.get(0));
      }
    }
  }

  private static float[] floats(TFloat32 tensor) {
    float[] flat = new float[(int) tensor.size()];
    tensor.copyTo(DataBuffers.of(flat, false, false));
    return flat;
  }

  private static float[] run(GraphDef def, float[] values, Shape shape) {
    try (Graph graph = new Graph()) {
      graph.importGraphDef(def);
      try (Session session = new Session(graph);
          TFloat32 x = TFloat32.tensorOf(shape, DataBuffers.of(values, true, false));
          Result result = session.runner().feed("x", x).fetch("out").run()) {
        TFloat32 out = (TFloat32) result.get(0);
        float[] flat = new float[(int) out.size()];
        out.copyTo(DataBuffers.of(flat, false, false));
        return flat;
      }
    }
  }
}
