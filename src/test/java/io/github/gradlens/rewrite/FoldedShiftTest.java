package io.github.gradlens.rewrite;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.gradlens.graph.CanonicalForm;
import io.github.gradlens.graph.FoldedShift;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;

/** (x·W + b − μ)·m + β: the bias is b·m + (β − μ·m), of which the second is batch norm's. */
class FoldedShiftTest {
  private final CanonicalCheck small = new CanonicalCheck();

  @Test
  void isWhatStandsBehindTheLayersOwnBias() {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 3),
            (tf, x) -> {
              Operand<TFloat32> z = tf.linalg.matMul(x, small.values(tf, 3, 2));
              z = tf.nn.biasAdd(z, tf.constant(new float[] {100, 200}));
              z = tf.math.sub(z, tf.constant(new float[] {5, 7}));
              z = tf.math.mul(z, tf.constant(new float[] {2, -3}));
              return tf.math.add(z, tf.constant(new float[] {0.5f, 0.25f}));
            });
    GraphDef folded = small.check(CanonicalForm.FOLDED, graph, Shape.of(2, 3));
    Node bias = bias(folded);
    assertArrayEquals(new float[] {190.5f, -578.75f}, values(folded, bias.inputs().get(1)));
    assertArrayEquals(
        new float[] {-9.5f, 21.25f}, values(folded, requireNonNull(FoldedShift.of(bias))));
  }

  @Test
  void isAllOfTheBiasOfALayerWithoutOne() {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 3),
            (tf, x) ->
                tf.math.add(
                    tf.math.mul(tf.linalg.matMul(x, small.values(tf, 3, 2)), small.values(tf, 2)),
                    tf.constant(new float[] {3, 4})));
    GraphDef folded = small.check(CanonicalForm.FOLDED, graph, Shape.of(2, 3));
    assertArrayEquals(
        new float[] {3, 4}, values(folded, requireNonNull(FoldedShift.of(bias(folded)))));
  }

  @Test
  void isAbsentWhereOnlyAScaleFollows() {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 3),
            (tf, x) ->
                tf.math.mul(
                    tf.nn.biasAdd(tf.linalg.matMul(x, small.values(tf, 3, 2)), small.values(tf, 2)),
                    small.values(tf, 2)));
    GraphDef folded = small.check(CanonicalForm.FOLDED, graph, Shape.of(2, 3));
    assertEquals(List.of("MatMul", "BiasAdd"), CanonicalCheck.moving(folded));
    @Nullable String shift = FoldedShift.of(bias(folded));
    assertNull(shift);
  }

  private static float[] values(GraphDef graph, String tensor) {
    return CanonicalCheck.values(graph, tensor);
  }

  private static Node bias(GraphDef graph) {
    return Network.of(graph, List.of("x:0")).dynamicNodes().stream()
        .filter(node -> node.op().equals("BiasAdd"))
        .findFirst()
        .orElseThrow();
  }
}
