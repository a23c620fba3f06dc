package io.github.gradlens.site;

import static io.github.gradlens.site.SiteGraph.op;
import static io.github.gradlens.site.SiteGraph.weights;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.graph.Node;
import io.github.gradlens.op.OpKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TFloat32;

class LinearSitesTest {
  private static final Shape IMAGE = Shape.of(-1, 8, 8, 3);
  private static final Shape ROWS = Shape.of(-1, 5);
  private static final List<Long> ONES = List.of(1L, 1L, 1L, 1L);

  @Test
  void aConvolutionTakesItsPaddingAndItsBias() {
    SiteGraph graph =
        SiteGraph.of(IMAGE, (tf, x) -> tf.nn.biasAdd(convolution(tf, pad(tf, x)), weights(tf, 4)));
    assertEquals(List.of("Pad [Conv2D] BiasAdd"), graph.text());
    Site site = graph.site("Conv2D");
    assertEquals(OpKind.CONVOLUTION, site.kind());
    assertEquals("x:0", site.input());
    assertEquals("BiasAdd", java.util.Objects.requireNonNull(site.bias()).op());
    assertEquals(List.of(site.last().output(0)), site.outputs());
  }

  @Test
  void paddingStaysOutsideWhereItIsKeptOrReadTwiceOrNotZero() {
    SiteGraph plain = SiteGraph.of(IMAGE, (tf, x) -> convolution(tf, pad(tf, x)));
    assertEquals(List.of("Pad [Conv2D]"), plain.text());
    assertEquals(List.of("Pad", "Conv2D"), plain.text("pad:0"));
    SiteGraph twice =
        SiteGraph.of(
            IMAGE,
            (tf, x) -> {
              Operand<TFloat32> padded = pad(tf, x);
              return tf.math.add(convolution(tf, padded), tf.math.tanh(convolution(tf, padded)));
            });
    assertEquals(List.of("Pad", "Conv2D", "Conv2D", "Tanh", "Add"), twice.text());
    assertEquals(List.of("PadV2 [Conv2D]"), padded(0).text());
    assertEquals(List.of("PadV2", "Conv2D"), padded(1).text());
  }

  @Test
  void aDilatedConvolutionTakesBothItsRearrangements() {
    assertEquals(
        List.of("SpaceToBatchND [DepthwiseConv2dNative] BatchToSpaceND BiasAdd"),
        dilated(2, true).text());
    assertEquals(
        List.of("SpaceToBatchND [DepthwiseConv2dNative] BatchToSpaceND"), dilated(2, false).text());
  }

  @Test
  void rearrangementsThatDoNotUndoEachOtherStayOutside() {
    assertEquals(
        List.of("SpaceToBatchND", "DepthwiseConv2dNative", "BatchToSpaceND", "BiasAdd"),
        dilated(1, true).text());
    assertEquals(
        List.of("SpaceToBatchND", "DepthwiseConv2dNative", "BatchToSpaceND", "BiasAdd"),
        dilated(2, true).text("depthwise:0"));
  }

  @Test
  void aOneDimensionalConvolutionIsOneSite() {
    SiteGraph biased = conv1d(true);
    assertEquals(List.of("ExpandDims [Conv2D] Squeeze BiasAdd"), biased.text());
    assertEquals("x:0", biased.site("Conv2D").input());
    assertEquals(List.of("ExpandDims", "[Conv2D] Squeeze BiasAdd"), biased.text("expanded:0"));
    assertEquals(List.of("ExpandDims", "Conv2D", "Squeeze", "BiasAdd"), biased.text("squeezed:0"));
    assertEquals(List.of("ExpandDims", "Conv2D", "Squeeze"), conv1d(false).text());
  }

  @Test
  void aDilatedCausalConvolutionIsOneSite() {
    SiteGraph graph =
        SiteGraph.of(
            Shape.of(-1, 12, 3),
            (tf, x) -> {
              Operand<TFloat32> padded =
                  tf.pad(x, tf.constant(new int[][] {{0, 0}, {4, 0}, {0, 0}}), tf.constant(0f));
              Operand<TFloat32> batch =
                  tf.spaceToBatchNd(
                      padded, tf.constant(new int[] {2}), tf.constant(new int[][] {{0, 0}}));
              Operand<TFloat32> z = conv1d(tf, batch);
              return tf.nn.biasAdd(
                  tf.batchToSpaceNd(
                      z, tf.constant(new int[] {2}), tf.constant(new int[][] {{0, 0}})),
                  weights(tf, 4));
            });
    assertEquals(
        List.of("PadV2 SpaceToBatchND ExpandDims [Conv2D] Squeeze BatchToSpaceND BiasAdd"),
        graph.text());
  }

  @Test
  void paddingBeforeAReshapeTakesItAlong() {
    SiteGraph graph =
        SiteGraph.of(
            Shape.of(-1, 10, 3),
            (tf, x) -> {
              Operand<TFloat32> padded =
                  tf.pad(x, tf.constant(new int[][] {{0, 0}, {2, 0}, {0, 0}}), tf.constant(0f));
              return convolution(
                  tf, tf.expandDims(padded, tf.constant(1)), weights(tf, 1, 3, 3, 4));
            });
    assertEquals(List.of("PadV2 ExpandDims [Conv2D]"), graph.text());
  }

  @Test
  void aReshapeThatNothingUndoesStaysOutside() {
    SiteGraph graph =
        SiteGraph.of(
            IMAGE,
            (tf, x) ->
                tf.nn.biasAdd(
                    tf.linalg.matMul(
                        tf.reshape(x, tf.constant(new int[] {-1, 192})), weights(tf, 192, 4)),
                    weights(tf, 4)));
    assertEquals(List.of("Reshape", "[MatMul] BiasAdd"), graph.text());
  }

  @Test
  void aDenseLayerOverSequencesIsOneSite() {
    SiteGraph graph =
        SiteGraph.of(
            Shape.of(-1, 6, 5),
            (tf, x) ->
                tf.nn.biasAdd(
                    tf.reshape(
                        tf.linalg.matMul(
                            tf.reshape(x, tf.constant(new int[] {-1, 5})), weights(tf, 5, 4)),
                        tf.constant(new int[] {-1, 6, 4})),
                    weights(tf, 4)));
    assertEquals(List.of("Reshape [MatMul] Reshape BiasAdd"), graph.text());
    assertEquals(OpKind.DENSE, graph.site("MatMul").kind());
  }

  @Test
  void everyWayToAddABiasIsKnown() {
    for (String op : List.of("BiasAdd", "Add", "AddV2", "Sub")) {
      assertEquals(List.of("[MatMul] " + op), biased(op, 4).text(), op);
    }
    assertEquals(List.of("[MatMul] AddV2"), flipped("AddV2").text());
  }

  @Test
  void noBiasThatNegatesOrSpreadsOrMoves() {
    assertEquals(List.of("MatMul", "Sub"), flipped("Sub").text());
    assertEquals(List.of("MatMul", "AddV2"), biased("AddV2", 3, 1, 4).text());
    SiteGraph one =
        SiteGraph.of(
            ROWS, (tf, x) -> tf.math.add(tf.linalg.matMul(x, weights(tf, 5, 1)), weights(tf, 6)));
    assertEquals(List.of("MatMul", "Add"), one.text());
    SiteGraph moving =
        SiteGraph.of(
            ROWS,
            (tf, x) ->
                tf.math.add(
                    tf.withName("dense").linalg.matMul(x, weights(tf, 5, 4)),
                    SiteGraph.placeholder(tf, "second", Shape.of(-1, 4))));
    assertEquals(List.of("MatMul", "Add"), moving.text());
  }

  @Test
  void aKeptOrSharedProductHasNoBias() {
    SiteGraph graph =
        SiteGraph.of(
            ROWS,
            (tf, x) ->
                tf.math.add(
                    tf.withName("dense").linalg.matMul(x, weights(tf, 5, 4)), weights(tf, 4)));
    assertEquals(List.of("MatMul", "Add"), graph.text("dense:0"));
    assertNull(graph.site("MatMul", "dense:0").bias());
    SiteGraph shared =
        SiteGraph.of(
            ROWS,
            (tf, x) -> {
              Operand<TFloat32> z = tf.linalg.matMul(x, weights(tf, 5, 4));
              return tf.math.mul(tf.math.add(z, weights(tf, 4)), tf.math.tanh(z));
            });
    assertTrue(shared.text().contains("MatMul"), shared.text().toString());
  }

  @Test
  void aScaleTakesABiasAndNothingElse() {
    SiteGraph graph =
        SiteGraph.of(
            IMAGE, (tf, x) -> tf.math.sub(tf.math.mul(pad(tf, x), weights(tf, 3)), weights(tf, 3)));
    assertEquals(List.of("Pad", "[Mul] Sub"), graph.text());
    assertEquals(OpKind.DIAGONAL, graph.site("Mul").kind());
    SiteGraph negated = SiteGraph.of(ROWS, (tf, x) -> tf.math.add(tf.math.neg(x), weights(tf, 5)));
    assertEquals(List.of("Neg", "Add"), negated.text());
  }

  /** A shape that the model computes is no signal, and the site stands behind it all the same. */
  @Test
  void aSiteStandsBehindEverythingThatItsMembersRead() {
    SiteGraph graph =
        SiteGraph.of(
            Shape.of(-1, 6, 5),
            (tf, x) -> {
              Operand<TFloat32> z =
                  tf.linalg.matMul(
                      tf.reshape(x, tf.constant(new int[] {-1, 5})), weights(tf, 5, 5));
              return tf.nn.biasAdd(tf.reshape(z, tf.shape(x)), weights(tf, 5));
            });
    assertEquals(List.of("Shape", "Reshape [MatMul] Reshape BiasAdd"), graph.text());
    assertEquals("x:0", graph.site("MatMul").input());
    List<String> made = new java.util.ArrayList<>(List.of("x:0"));
    for (Site site : graph.sites()) {
      for (Node node : site.members()) {
        for (String input : node.inputs()) {
          assertTrue(graph.network().isStatic(input) || made.contains(input), input);
        }
        made.add(node.output(0));
      }
    }
  }

  private static SiteGraph padded(float value) {
    return SiteGraph.of(
        IMAGE,
        (tf, x) ->
            convolution(
                tf,
                tf.pad(
                    x,
                    tf.constant(new int[][] {{0, 0}, {1, 1}, {1, 1}, {0, 0}}),
                    tf.constant(value))));
  }

  private static SiteGraph dilated(int back, boolean bias) {
    return SiteGraph.of(
        IMAGE,
        (tf, x) -> {
          Operand<TFloat32> z =
              tf.withName("depthwise")
                  .nn
                  .depthwiseConv2dNative(
                      tf.spaceToBatchNd(
                          x,
                          tf.constant(new int[] {2, 2}),
                          tf.constant(new int[][] {{2, 2}, {2, 2}})),
                      weights(tf, 3, 3, 3, 2),
                      ONES,
                      "VALID");
          z =
              tf.batchToSpaceNd(
                  z, tf.constant(new int[] {2, back}), tf.constant(new int[][] {{0, 0}, {0, 0}}));
          return bias ? tf.nn.biasAdd(z, weights(tf, 6)) : z;
        });
  }

  private static SiteGraph conv1d(boolean bias) {
    return SiteGraph.of(
        Shape.of(-1, 10, 3),
        (tf, x) -> bias ? tf.nn.biasAdd(conv1d(tf, x), weights(tf, 4)) : conv1d(tf, x));
  }

  private static Operand<TFloat32> conv1d(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> wide = tf.withName("expanded").expandDims(x, tf.constant(-3));
    Operand<TFloat32> z = convolution(tf, wide, weights(tf, 1, 3, 3, 4));
    return tf.withName("squeezed").squeeze(z, Squeeze.axis(List.of(-3L)));
  }

  private static SiteGraph biased(String op, long... shape) {
    return SiteGraph.of(
        ROWS, (tf, x) -> op(tf, op, tf.linalg.matMul(x, weights(tf, 5, 4)), weights(tf, shape)));
  }

  private static SiteGraph flipped(String op) {
    return SiteGraph.of(
        ROWS, (tf, x) -> op(tf, op, weights(tf, 4), tf.linalg.matMul(x, weights(tf, 5, 4))));
  }

  private static Operand<TFloat32> pad(Ops tf, Operand<TFloat32> x) {
    return op(
        tf.withName("pad"), "Pad", x, tf.constant(new int[][] {{0, 0}, {1, 1}, {1, 1}, {0, 0}}));
  }

  private static Operand<TFloat32> convolution(Ops tf, Operand<TFloat32> x) {
    return convolution(tf, x, weights(tf, 3, 3, 3, 4));
  }

  private static Operand<TFloat32> convolution(
      Ops tf, Operand<TFloat32> x, Operand<TFloat32> kernel) {
    return tf.nn.conv2d(x, kernel, ONES, "VALID");
  }
}
