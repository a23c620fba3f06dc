package io.github.gradlens.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.gradlens.graph.CanonicalForm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;

class MergeAffineTest {
  private final CanonicalCheck small = new CanonicalCheck();

  @ParameterizedTest
  @EnumSource(CanonicalForm.class)
  void mergesBatchNormThatNoLayerTakes(CanonicalForm form) {
    GraphDef graph = small.graph(Shape.of(-1, 6, 6, 3), (tf, x) -> norm(tf, tf.nn.relu(x), 3));
    assertEquals(
        List.of("Relu", "Mul", "AddV2"), moving(small.check(form, graph, Shape.of(2, 6, 6, 3))));
  }

  @ParameterizedTest
  @EnumSource(CanonicalForm.class)
  void mergesAScaleOfEveryKind(CanonicalForm form) {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 3),
            (tf, x) ->
                tf.math.sub(
                    tf.math.div(tf.math.mul(small.values(tf, 1, 3), x), tf.constant(127.5f)),
                    tf.constant(1f)));
    assertEquals(List.of("Mul", "AddV2"), moving(small.check(form, graph, Shape.of(2, 3))));
  }

  @ParameterizedTest
  @EnumSource(CanonicalForm.class)
  void leavesTheScalarsOfAnActivation(CanonicalForm form) {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 3),
            (tf, x) -> {
              Operand<TFloat32> erf = tf.math.erf(tf.math.div(x, tf.constant(1.4142135f)));
              Operand<TFloat32> half =
                  tf.math.mul(tf.constant(0.5f), tf.math.add(tf.constant(1f), erf));
              return tf.math.mul(x, half);
            });
    assertEquals(
        List.of("Div", "Erf", "Add", "Mul", "Mul"),
        moving(small.check(form, graph, Shape.of(2, 3))));
  }

  @Test
  void batchNormBehindALayerStaysUnfolded() {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 6, 6, 3),
            (tf, x) -> norm(tf, tf.nn.biasAdd(convolution(tf, x), small.values(tf, 4)), 4));
    assertEquals(
        List.of("Conv2D", "BiasAdd", "Mul", "AddV2"),
        moving(small.check(CanonicalForm.UNFOLDED, graph, Shape.of(2, 6, 6, 3))));
    assertEquals(
        List.of("Conv2D", "BiasAdd"),
        moving(small.check(CanonicalForm.FOLDED, graph, Shape.of(2, 6, 6, 3))));
  }

  @Test
  void theMeanThatBatchNormSubtractsIsNoBias() {
    GraphDef graph = small.graph(Shape.of(-1, 6, 6, 3), (tf, x) -> norm(tf, convolution(tf, x), 4));
    assertEquals(
        List.of("Conv2D", "Mul", "AddV2"),
        moving(small.check(CanonicalForm.UNFOLDED, graph, Shape.of(2, 6, 6, 3))));
  }

  @Test
  void theBiasBehindASqueezeStaysTheLayers() {
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
              return norm(tf, tf.nn.biasAdd(z, small.values(tf, 4)), 4);
            });
    assertEquals(
        List.of("ExpandDims", "Conv2D", "Squeeze", "BiasAdd", "Mul", "AddV2"),
        moving(small.check(CanonicalForm.UNFOLDED, graph, Shape.of(2, 9, 3))));
  }

  @Test
  void fusedBatchNormIsOneScaleAndOneShift() {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 6, 6, 3),
            (tf, x) ->
                tf.nn
                    .fusedBatchNorm(
                        convolution(tf, x),
                        small.values(tf, 4),
                        small.values(tf, 4),
                        small.values(tf, 4),
                        tf.math.abs(small.values(tf, 4)),
                        FusedBatchNorm.isTraining(false).epsilon(1e-3f))
                    .y());
    assertEquals(
        List.of("Conv2D", "Mul", "AddV2"),
        moving(small.check(CanonicalForm.UNFOLDED, graph, Shape.of(2, 6, 6, 3))));
  }

  @Test
  void leavesATensorThatWasAskedFor() {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 3),
            (tf, x) ->
                tf.math.mul(
                    tf.withName("centred").math.sub(x, small.values(tf, 3)), small.values(tf, 3)));
    assertEquals(
        List.of("Sub", "Mul"),
        moving(small.check(CanonicalForm.FOLDED, graph, Shape.of(2, 3), "centred:0")));
  }

  @Test
  void leavesATensorThatTwoRead() {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 3),
            (tf, x) -> {
              Operand<TFloat32> centred = tf.math.sub(x, small.values(tf, 3));
              return tf.math.add(tf.math.mul(centred, small.values(tf, 3)), tf.nn.relu(centred));
            });
    assertEquals(
        List.of("Sub", "Mul", "Relu", "Add"),
        moving(small.check(CanonicalForm.FOLDED, graph, Shape.of(2, 3))));
  }

  @Test
  void leavesAHardSigmoid() {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 3),
            (tf, x) ->
                tf.clipByValue(
                    tf.math.add(tf.math.div(tf.nn.relu(x), tf.constant(6f)), tf.constant(0.5f)),
                    tf.constant(0f),
                    tf.constant(1f)));
    assertEquals(
        List.of("Relu", "Div", "Add", "ClipByValue"),
        moving(small.check(CanonicalForm.FOLDED, graph, Shape.of(2, 3))));
  }

  @Test
  void leavesShiftsWithoutAScale() {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 3),
            (tf, x) -> tf.math.add(tf.math.sub(x, small.values(tf, 3)), small.values(tf, 3)));
    assertEquals(
        List.of("Sub", "Add"), moving(small.check(CanonicalForm.FOLDED, graph, Shape.of(2, 3))));
  }

  private Operand<TFloat32> convolution(Ops tf, Operand<TFloat32> x) {
    return tf.nn.conv2d(x, small.values(tf, 3, 3, 3, 4), List.of(1L, 1L, 1L, 1L), "SAME");
  }

  /** ((x − μ)·s)·γ + β. */
  private Operand<TFloat32> norm(Ops tf, Operand<TFloat32> x, long channels) {
    Operand<TFloat32> centred = tf.math.sub(x, small.values(tf, channels));
    Operand<TFloat32> scaled = tf.math.mul(centred, small.values(tf, channels));
    return tf.math.add(tf.math.mul(scaled, small.values(tf, channels)), small.values(tf, channels));
  }

  private static List<String> moving(GraphDef graph) {
    return CanonicalCheck.moving(graph);
  }
}
