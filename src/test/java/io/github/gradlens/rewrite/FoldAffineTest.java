package io.github.gradlens.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.gradlens.graph.CanonicalForm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.math.Mul;
import org.tensorflow.op.nn.DepthwiseConv2dNative;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;

class FoldAffineTest {
  private final CanonicalCheck small = new CanonicalCheck();

  @Test
  void foldsBatchNormBehindAConvolution() {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 6, 6, 3),
            (tf, x) -> {
              Operand<TFloat32> z =
                  tf.nn.conv2d(x, small.values(tf, 3, 3, 3, 4), List.of(1L, 2L, 2L, 1L), "SAME");
              return tf.nn
                  .fusedBatchNorm(
                      z,
                      small.values(tf, 4),
                      small.values(tf, 4),
                      small.values(tf, 4),
                      tf.math.abs(small.values(tf, 4)),
                      org.tensorflow.op.nn.FusedBatchNorm.isTraining(false).epsilon(1e-3f))
                  .y();
            });
    GraphDef folded = check(graph, Shape.of(2, 6, 6, 3));
    assertEquals(0, count(folded, "FusedBatchNormV3"));
  }

  @Test
  void foldsAChainOfEveryKind() {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 6, 6, 3),
            (tf, x) -> {
              Operand<TFloat32> z =
                  tf.nn.conv2d(x, small.values(tf, 1, 1, 3, 4), List.of(1L, 1L, 1L, 1L), "VALID");
              z = tf.nn.biasAdd(z, small.values(tf, 4));
              z = tf.math.sub(z, small.values(tf, 1, 1, 1, 4));
              z = tf.math.mul(z, small.values(tf, 4));
              z = tf.math.div(z, tf.constant(0.3f));
              return tf.math.add(tf.constant(0.7f), z);
            });
    assertEquals(0, movingMuls(check(graph, Shape.of(2, 6, 6, 3))));
  }

  @Test
  void foldsADepthwiseKernelWithAMultiplier() {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 6, 6, 3),
            (tf, x) -> {
              Operand<TFloat32> z =
                  tf.withName("depth")
                      .nn
                      .depthwiseConv2dNative(
                          x, small.values(tf, 3, 3, 3, 2), List.of(1L, 1L, 1L, 1L), "SAME");
              return tf.math.add(tf.math.mul(z, small.values(tf, 6)), small.values(tf, 6));
            });
    assertEquals(0, movingMuls(check(graph, Shape.of(2, 6, 6, 3))));
    assertEquals(1, count(graph, DepthwiseConv2dNative.OP_NAME));
  }

  @Test
  void foldsADenseLayerWithATransposedKernel() {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 5),
            (tf, x) ->
                tf.math.mul(
                    tf.linalg.matMul(x, small.values(tf, 4, 5), MatMul.transposeB(true)),
                    small.values(tf, 4)));
    assertEquals(0, movingMuls(check(graph, Shape.of(2, 5))));
  }

  @Test
  void foldsAcrossAnIdentity() {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 5),
            (tf, x) ->
                tf.math.mul(
                    tf.identity(tf.linalg.matMul(x, small.values(tf, 5, 4))), small.values(tf, 4)));
    GraphDef folded = check(graph, Shape.of(2, 5));
    assertEquals(0, movingMuls(folded));
    assertEquals(1, count(folded, "Identity"));
  }

  @Test
  void leavesATensorThatWasAskedFor() {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 5),
            (tf, x) ->
                tf.math.mul(
                    tf.withName("dense").linalg.matMul(x, small.values(tf, 5, 4)),
                    small.values(tf, 4)));
    assertEquals(1, movingMuls(check(graph, Shape.of(2, 5), "dense:0")));
  }

  @Test
  void leavesAFactorThatIsNoChannelVector() {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 4, 4, 3),
            (tf, x) ->
                tf.math.mul(
                    tf.nn.conv2d(x, small.values(tf, 1, 1, 3, 2), List.of(1L, 1L, 1L, 1L), "SAME"),
                    small.values(tf, 4, 4, 1)));
    assertEquals(1, movingMuls(check(graph, Shape.of(2, 4, 4, 3))));
  }

  @Test
  void foldsAOneDimensionalConvolutionThroughItsSqueeze() {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 9, 3),
            (tf, x) -> {
              Operand<TFloat32> z =
                  tf.nn.conv2d(
                      tf.expandDims(x, tf.constant(1)),
                      small.values(tf, 1, 3, 3, 4),
                      List.of(1L, 1L, 1L, 1L),
                      "SAME");
              z = tf.squeeze(z, org.tensorflow.op.core.Squeeze.axis(List.of(1L)));
              z = tf.nn.biasAdd(z, small.values(tf, 4));
              return tf.math.add(tf.math.mul(z, small.values(tf, 4)), small.values(tf, 4));
            });
    assertEquals(
        List.of("ExpandDims", "Conv2D", "Squeeze", "BiasAdd"),
        CanonicalCheck.moving(check(graph, Shape.of(2, 9, 3))));
  }

  @Test
  void foldsATransposedConvolution() {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 5, 5, 3),
            (tf, x) -> {
              Operand<TFloat32> z =
                  tf.nn.conv2dBackpropInput(
                      tf.constant(new int[] {2, 10, 10, 4}),
                      small.values(tf, 3, 3, 4, 3),
                      x,
                      List.of(1L, 2L, 2L, 1L),
                      "SAME");
              return tf.math.add(tf.math.mul(z, small.values(tf, 4)), small.values(tf, 4));
            });
    assertEquals(
        List.of("Conv2DBackpropInput", "BiasAdd"),
        CanonicalCheck.moving(check(graph, Shape.of(2, 5, 5, 3))));
  }

  @Test
  void leavesAReshapeThatMixesChannels() {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 4, 4, 3),
            (tf, x) -> {
              Operand<TFloat32> z =
                  tf.nn.conv2d(x, small.values(tf, 1, 1, 3, 2), List.of(1L, 1L, 1L, 1L), "SAME");
              z = tf.reshape(z, tf.constant(new int[] {-1, 32}));
              return tf.math.mul(z, small.values(tf, 32));
            });
    assertEquals(
        List.of("Conv2D", "Reshape", "Mul"),
        CanonicalCheck.moving(check(graph, Shape.of(2, 4, 4, 3))));
  }

  @Test
  void leavesTheShiftOfAHardSigmoid() {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 5),
            (tf, x) -> {
              Operand<TFloat32> z = tf.linalg.matMul(x, small.values(tf, 5, 4));
              z = tf.math.add(tf.math.mul(z, small.values(tf, 4)), small.values(tf, 4));
              z = tf.nn.relu6(tf.math.add(z, tf.constant(3f)));
              return tf.math.mul(z, tf.constant(1f / 6));
            });
    assertEquals(
        List.of("MatMul", "BiasAdd", "Add", "Relu6", "Mul"),
        CanonicalCheck.moving(check(graph, Shape.of(2, 5))));
  }

  private GraphDef check(GraphDef graph, Shape input, String... further) {
    return small.check(CanonicalForm.FOLDED, graph, input, further);
  }

  private static long movingMuls(GraphDef graph) {
    return CanonicalCheck.moving(graph).stream()
        .filter(op -> op.equals(Mul.OP_NAME) || op.endsWith("Div"))
        .count();
  }

  private static long count(GraphDef graph, String op) {
    return graph.getNodeList().stream().filter(node -> node.getOp().equals(op)).count();
  }
}
