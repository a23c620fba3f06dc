package io.github.gradlens.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.TensorFacts;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.math.Mul;
import org.tensorflow.op.nn.DepthwiseConv2dNative;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;

class FoldAffineTest {
  private final Random random = new Random(5);

  @Test
  void foldsBatchNormBehindAConvolution() {
    GraphDef graph =
        graph(
            Shape.of(-1, 6, 6, 3),
            (tf, x) -> {
              Operand<TFloat32> z =
                  tf.nn.conv2d(x, values(tf, 3, 3, 3, 4), List.of(1L, 2L, 2L, 1L), "SAME");
              return tf.nn
                  .fusedBatchNorm(
                      z,
                      values(tf, 4),
                      values(tf, 4),
                      values(tf, 4),
                      tf.math.abs(values(tf, 4)),
                      org.tensorflow.op.nn.FusedBatchNorm.isTraining(false).epsilon(1e-3f))
                  .y();
            });
    GraphDef folded = check(graph, Shape.of(2, 6, 6, 3), Set.of());
    assertEquals(0, count(folded, "FusedBatchNormV3"));
  }

  @Test
  void foldsAChainOfEveryKind() {
    GraphDef graph =
        graph(
            Shape.of(-1, 6, 6, 3),
            (tf, x) -> {
              Operand<TFloat32> z =
                  tf.nn.conv2d(x, values(tf, 1, 1, 3, 4), List.of(1L, 1L, 1L, 1L), "VALID");
              z = tf.nn.biasAdd(z, values(tf, 4));
              z = tf.math.sub(z, values(tf, 1, 1, 1, 4));
              z = tf.math.mul(z, values(tf, 4));
              z = tf.math.div(z, tf.constant(0.3f));
              return tf.math.add(tf.constant(0.7f), z);
            });
    assertEquals(0, movingMuls(check(graph, Shape.of(2, 6, 6, 3), Set.of())));
  }

  @Test
  void foldsADepthwiseKernelWithAMultiplier() {
    GraphDef graph =
        graph(
            Shape.of(-1, 6, 6, 3),
            (tf, x) -> {
              Operand<TFloat32> z =
                  tf.withName("depth")
                      .nn
                      .depthwiseConv2dNative(
                          x, values(tf, 3, 3, 3, 2), List.of(1L, 1L, 1L, 1L), "SAME");
              return tf.math.add(tf.math.mul(z, values(tf, 6)), values(tf, 6));
            });
    assertEquals(0, movingMuls(check(graph, Shape.of(2, 6, 6, 3), Set.of())));
    assertEquals(1, count(graph, DepthwiseConv2dNative.OP_NAME));
  }

  @Test
  void foldsADenseLayerWithATransposedKernel() {
    GraphDef graph =
        graph(
            Shape.of(-1, 5),
            (tf, x) ->
                tf.math.mul(
                    tf.linalg.matMul(x, values(tf, 4, 5), MatMul.transposeB(true)), values(tf, 4)));
    assertEquals(0, movingMuls(check(graph, Shape.of(2, 5), Set.of())));
  }

  @Test
  void foldsAcrossAnIdentity() {
    GraphDef graph =
        graph(
            Shape.of(-1, 5),
            (tf, x) ->
                tf.math.mul(tf.identity(tf.linalg.matMul(x, values(tf, 5, 4))), values(tf, 4)));
    GraphDef folded = check(graph, Shape.of(2, 5), Set.of());
    assertEquals(0, movingMuls(folded));
    assertEquals(1, count(folded, "Identity"));
  }

  @Test
  void leavesATensorThatWasAskedFor() {
    GraphDef graph =
        graph(
            Shape.of(-1, 5),
            (tf, x) ->
                tf.math.mul(
                    tf.withName("dense").linalg.matMul(x, values(tf, 5, 4)), values(tf, 4)));
    assertEquals(1, movingMuls(check(graph, Shape.of(2, 5), Set.of("dense:0"))));
  }

  @Test
  void leavesAFactorThatIsNoChannelVector() {
    GraphDef graph =
        graph(
            Shape.of(-1, 4, 4, 3),
            (tf, x) ->
                tf.math.mul(
                    tf.nn.conv2d(x, values(tf, 1, 1, 3, 2), List.of(1L, 1L, 1L, 1L), "SAME"),
                    values(tf, 4, 4, 1)));
    assertEquals(1, movingMuls(check(graph, Shape.of(2, 4, 4, 3), Set.of())));
  }

  private GraphDef check(GraphDef graph, Shape input, Set<String> further) {
    Set<String> kept = new java.util.HashSet<>(further);
    kept.add("out:0");
    GraphDef folded = graph;
    for (Pass pass : Passes.canonical()) {
      Network network = Network.of(folded, List.of("x:0"));
      TensorFacts facts = TensorFacts.infer(network, GraphDef.getDefaultInstance());
      folded = pass.apply(new Pass.Subject(folded, network, facts, kept)).graph();
    }
    float[] x = new float[(int) input.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    assertArrayEquals(run(graph, x, input), run(folded, x, input), 1e-4f);
    return folded;
  }

  private static long movingMuls(GraphDef graph) {
    Network network = Network.of(graph, List.of("x:0"));
    return network.dynamicNodes().stream()
        .filter(node -> node.op().equals(Mul.OP_NAME) || node.op().equals("RealDiv"))
        .count();
  }

  private static long count(GraphDef graph, String op) {
    return graph.getNodeList().stream().filter(node -> node.getOp().equals(op)).count();
  }

  private GraphDef graph(Shape input, BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> build) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> x = tf.withName("x").placeholder(TFloat32.class, Placeholder.shape(input));
      tf.withName("out").identity(build.apply(tf, x));
      return graph.toGraphDef();
    }
  }

  private Operand<TFloat32> values(Ops tf, long... shape) {
    float[] flat = new float[(int) Shape.of(shape).size()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) random.nextGaussian();
    }
    return tf.reshape(tf.constant(flat), tf.constant(shape));
  }

  private static float[] run(GraphDef def, float[] values, Shape shape) {
    try (Graph graph = new Graph()) {
      graph.importGraphDef(def);
      try (Session session = new Session(graph);
          TFloat32 x =
              TFloat32.tensorOf(
                  shape, org.tensorflow.ndarray.buffer.DataBuffers.of(values, true, false));
          Result result = session.runner().feed("x", x).fetch("out").run()) {
        TFloat32 out = (TFloat32) result.get(0);
        float[] flat = new float[(int) out.size()];
        out.copyTo(org.tensorflow.ndarray.buffer.DataBuffers.of(flat, false, false));
        return flat;
      }
    }
  }
}
