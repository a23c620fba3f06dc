package io.github.gradlens.site;

import static io.github.gradlens.site.SiteGraph.op;
import static io.github.gradlens.site.SiteGraph.placeholder;
import static io.github.gradlens.site.SiteGraph.weights;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.gradlens.op.OpKind;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** What a site knows of its inputs and of 0: gates, signs, φ(0). */
class SiteFactsTest {
  private static final Shape SHAPE = Shape.of(-1, 4);
  private static final List<Long> ONES = List.of(1L, 1L, 1L, 1L);

  @Test
  void theFactorThatASigmoidMakesIsTheGate() {
    SiteGraph graph =
        SiteGraph.of(
            SHAPE, (tf, x) -> op(tf, "Mul", tf.withName("gate").math.sigmoid(second(tf)), x));
    assertEquals("gate:0", graph.site("Mul").gate());
  }

  @Test
  void aGateIsSeenThroughReshapesAndSplits() {
    SiteGraph graph =
        SiteGraph.of(
            Shape.of(-1, 8, 8, 4),
            (tf, x) -> {
              Operand<TFloat32> gates = tf.math.sigmoid(placeholder(tf, "second", Shape.of(-1, 8)));
              Operand<TFloat32> half = tf.split(tf.constant(1), gates, 2L).output().get(0);
              return op(tf, "Mul", x, tf.reshape(half, tf.constant(new int[] {-1, 1, 1, 4})));
            });
    assertEquals("Reshape:0", graph.site("Mul").gate());
  }

  @Test
  void hardSigmoidsAndComplementsAreGates() {
    SiteGraph hard =
        SiteGraph.of(
            SHAPE,
            (tf, x) -> {
              Operand<TFloat32> clipped = tf.nn.relu6(op(tf, "AddV2", second(tf), tf.constant(3f)));
              return op(tf, "Mul", x, op(tf.withName("gate"), "RealDiv", clipped, tf.constant(6f)));
            });
    assertEquals("gate:0", hard.site("Mul").gate());
    SiteGraph folded =
        SiteGraph.of(
            SHAPE,
            (tf, x) ->
                op(
                    tf,
                    "Mul",
                    x,
                    op(
                        tf.withName("gate"),
                        "ClipByValue",
                        tf.linalg.matMul(second(tf), weights(tf, 4, 4)),
                        tf.constant(0f),
                        tf.constant(1f))));
    assertEquals("gate:0", folded.site("Mul").gate());
    SiteGraph complement =
        SiteGraph.of(
            SHAPE,
            (tf, x) ->
                op(
                    tf,
                    "Mul",
                    op(tf.withName("gate"), "Sub", tf.constant(1f), tf.math.sigmoid(second(tf))),
                    tf.math.tanh(x)));
    assertEquals("gate:0", complement.site("Mul").gate());
  }

  @Test
  void noGateWhereBothAreOrNoneIs() {
    assertNull(
        SiteGraph.of(
                SHAPE, (tf, x) -> op(tf, "Mul", tf.math.sigmoid(x), tf.math.sigmoid(second(tf))))
            .site("Mul")
            .gate());
    assertNull(
        SiteGraph.of(SHAPE, (tf, x) -> op(tf, "Mul", tf.math.tanh(x), second(tf)))
            .site("Mul")
            .gate());
    assertNull(
        SiteGraph.of(SHAPE, (tf, x) -> op(tf, "Mul", x, tf.nn.relu6(second(tf))))
            .site("Mul")
            .gate());
    assertNull(
        SiteGraph.of(SHAPE, (tf, x) -> op(tf, "Mul", x, tf.math.tanh(tf.math.sigmoid(second(tf)))))
            .site("Mul")
            .gate());
    assertNull(
        SiteGraph.of(
                SHAPE,
                (tf, x) ->
                    op(
                        tf,
                        "BatchMatMulV2",
                        tf.math.sigmoid(x),
                        placeholder(tf, "second", Shape.of(4, 2))))
            .site("BatchMatMulV2")
            .gate());
  }

  @Test
  void zeroGivesZeroWhereTheBoundsLetIt() {
    zeroAtZero(true, "Maximum", (tf, x) -> op(tf, "Maximum", x, c(tf, -1)));
    zeroAtZero(false, "Maximum", (tf, x) -> op(tf, "Maximum", c(tf, 1), x));
    zeroAtZero(true, "Minimum", (tf, x) -> op(tf, "Minimum", x, c(tf, 6)));
    zeroAtZero(false, "Minimum", (tf, x) -> op(tf, "Minimum", x, c(tf, -6)));
    zeroAtZero(true, "ClipByValue", (tf, x) -> op(tf, "ClipByValue", x, c(tf, 0), c(tf, 1)));
    zeroAtZero(false, "ClipByValue", (tf, x) -> op(tf, "ClipByValue", x, c(tf, 0.5f), c(tf, 1)));
    zeroAtZero(true, "Pow", (tf, x) -> op(tf, "Pow", x, c(tf, 2)));
    zeroAtZero(false, "Pow", (tf, x) -> op(tf, "Pow", c(tf, 2), x));
    zeroAtZero(false, "RealDiv", (tf, x) -> op(tf, "RealDiv", c(tf, 2), x));
  }

  @Test
  void zeroGivesZeroAsTheFunctionDoes() {
    zeroAtZero(true, "Relu", (tf, x) -> tf.nn.relu(x));
    zeroAtZero(true, "Tanh", (tf, x) -> tf.math.tanh(x));
    zeroAtZero(true, "Elu", (tf, x) -> op(tf, "Elu", x));
    zeroAtZero(true, "LeakyRelu", (tf, x) -> op(tf, "LeakyRelu", x));
    zeroAtZero(false, "Sigmoid", (tf, x) -> tf.math.sigmoid(x));
    zeroAtZero(false, "Softplus", (tf, x) -> tf.math.softplus(x));
    zeroAtZero(false, "Exp", (tf, x) -> tf.math.exp(x));
  }

  @Test
  void aGroupGivesWhatItsOpsGive() {
    // (x + 1)·σ(x) is 1/2 at 0
    zeroAtZero(
        false, "Mul", (tf, x) -> op(tf, "Mul", op(tf, "AddV2", x, c(tf, 1)), tf.math.sigmoid(x)));
    // cos(x)·sin(x)
    zeroAtZero(true, "Mul", (tf, x) -> op(tf, "Mul", tf.math.cos(x), tf.math.sin(x)));
  }

  @Test
  void linearSitesHaveNoSuchFact() {
    zeroAtZero(false, "MatMul", (tf, x) -> tf.linalg.matMul(x, weights(tf, 4, 4)));
  }

  private static void zeroAtZero(
      boolean holds, String op, BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> build) {
    assertEquals(holds, SiteGraph.of(SHAPE, build).site(op).zeroAtZero(), op);
  }

  @Test
  void theInputIsKnownToBeNonNegative() {
    nonNegative(true, (tf, x) -> tf.nn.relu(x));
    nonNegative(true, (tf, x) -> tf.nn.relu6(x));
    nonNegative(true, (tf, x) -> tf.math.sigmoid(x));
    nonNegative(true, (tf, x) -> op(tf, "Maximum", x, c(tf, 0)));
    nonNegative(true, (tf, x) -> op(tf, "ClipByValue", x, c(tf, 0), c(tf, 1)));
    nonNegative(true, (tf, x) -> op(tf, "Minimum", tf.math.exp(x), c(tf, 1)));
    nonNegative(true, (tf, x) -> op(tf, "RealDiv", tf.nn.relu6(x), c(tf, 6)));
    nonNegative(true, (tf, x) -> op(tf, "Mul", tf.nn.relu(x), tf.math.sigmoid(x)));
    nonNegative(true, (tf, x) -> tf.reshape(tf.nn.relu(x), tf.constant(new int[] {-1, 8, 8, 4})));
    nonNegative(
        true,
        (tf, x) -> {
          Operand<TInt32> window = tf.constant(new int[] {1, 2, 2, 1});
          return tf.nn.maxPool(tf.nn.relu(x), window, window, "VALID");
        });
  }

  @Test
  void theInputMayBeNegative() {
    nonNegative(false, (tf, x) -> x);
    nonNegative(false, (tf, x) -> tf.math.tanh(x));
    nonNegative(false, (tf, x) -> op(tf, "Maximum", x, c(tf, -0.1f)));
    nonNegative(false, (tf, x) -> op(tf, "ClipByValue", x, c(tf, -1), c(tf, 1)));
    nonNegative(false, (tf, x) -> op(tf, "Minimum", x, c(tf, 1)));
    nonNegative(false, (tf, x) -> op(tf, "Mul", tf.nn.relu(x), weights(tf, 4)));
    nonNegative(false, (tf, x) -> op(tf, "RealDiv", tf.nn.relu(x), c(tf, -6)));
    nonNegative(false, (tf, x) -> op(tf, "Sub", tf.nn.relu(x), tf.nn.relu(second4(tf))));
    nonNegative(false, (tf, x) -> op(tf, "AddV2", tf.nn.relu(x), second4(tf)));
  }

  private static void nonNegative(
      boolean holds, BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> build) {
    SiteGraph graph =
        SiteGraph.of(
            Shape.of(-1, 8, 8, 4),
            (tf, x) -> {
              Operand<TFloat32> padded =
                  op(
                      tf,
                      "Pad",
                      build.apply(tf, x),
                      tf.constant(new int[][] {{0, 0}, {1, 1}, {1, 1}, {0, 0}}));
              return tf.nn.conv2d(padded, weights(tf, 3, 3, 4, 2), ONES, "VALID");
            });
    assertEquals(holds, graph.site("Conv2D").nonNegativeInput(), graph.text().toString());
  }

  private static Operand<TFloat32> second(Ops tf) {
    return placeholder(tf, "second", SHAPE);
  }

  private static Operand<TFloat32> second4(Ops tf) {
    return placeholder(tf, "second", Shape.of(-1, 8, 8, 4));
  }

  private static Operand<TFloat32> c(Ops tf, float value) {
    return tf.constant(value);
  }

  /** Training-time dropout left in a graph: the draw depends on x by its shape alone. */
  @Test
  void aDropoutDrawIsAConstantFactor() {
    Site product =
        SiteGraph.of(
                SHAPE,
                (tf, x) -> {
                  Operand<TFloat32> drawn = tf.random.randomUniform(tf.shape(x), TFloat32.class);
                  Operand<TFloat32> kept = tf.math.floor(op(tf, "AddV2", drawn, tf.constant(0.5f)));
                  return op(tf, "Mul", x, kept);
                })
            .site("Mul");
    assertEquals(OpKind.DIAGONAL, product.kind());
    assertEquals(List.of("x:0"), product.inputs());
  }

  @Test
  void aMaskOfComparisonsIsAConstantAddend() {
    Site sum =
        SiteGraph.of(
                SHAPE,
                (tf, x) -> {
                  Operand<?> hidden = tf.math.greater(second(tf), tf.constant(0f));
                  return op(tf, "AddV2", x, tf.dtypes.cast(hidden, TFloat32.class));
                })
            .site("AddV2");
    assertEquals(OpKind.BIAS, sum.kind());
    assertEquals(List.of("x:0"), sum.inputs());
  }
}
