package io.github.gradlens.site;

import static io.github.gradlens.site.SiteGraph.op;
import static io.github.gradlens.site.SiteGraph.weights;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.op.OpKind;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class ActivationSitesTest {
  private static final Shape SHAPE = Shape.of(-1, 4);

  /** As Keras 2, Keras 3 and people write them; all are 0 at 0. */
  static Stream<Arguments> spelt() {
    return Stream.of(
        spelling("swish", (tf, x) -> swish(tf, x)),
        spelling("silu", (tf, x) -> op(tf, "Mul", x, tf.math.sigmoid(x))),
        spelling(
            "swish by exp",
            (tf, x) -> op(tf, "RealDiv", x, add(tf, c(tf, 1), tf.math.exp(tf.math.neg(x))))),
        spelling(
            "gelu, Keras",
            (tf, x) -> mul(tf, mul(tf, c(tf, 0.5f), x), add(tf, c(tf, 1), erf(tf, x)))),
        spelling(
            "gelu, cdf first",
            (tf, x) -> mul(tf, x, mul(tf, c(tf, 0.5f), add(tf, c(tf, 1), erf(tf, x))))),
        spelling("gelu by tanh", (tf, x) -> gelu(tf, x)),
        spelling(
            "gelu by tanh and products", (tf, x) -> geluTanh(tf, x, mul(tf, mul(tf, x, x), x))),
        spelling(
            "hard swish",
            (tf, x) -> mul(tf, x, op(tf, "RealDiv", tf.nn.relu6(add(tf, x, c(tf, 3))), c(tf, 6)))),
        spelling(
            "hard swish, Keras 2",
            (tf, x) -> mul(tf, x, mul(tf, tf.nn.relu6(add(tf, x, c(tf, 3))), c(tf, 1 / 6f)))),
        spelling("mish", (tf, x) -> mul(tf, x, tf.math.tanh(tf.math.softplus(x)))),
        spelling(
            "thresholded relu",
            (tf, x) ->
                mul(tf, x, tf.dtypes.cast(tf.math.greater(x, c(tf, 0.2f)), TFloat32.class))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("spelt")
  void isOneSite(String name, BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> build) {
    SiteGraph graph =
        SiteGraph.of(
            SHAPE, (tf, x) -> tf.math.tanh(build.apply(tf, tf.withName("pre").math.atan(x))));
    List<Site> sites = graph.sites();
    assertEquals(
        List.of("Atan", "Tanh"), List.of(sites.get(0).head().op(), sites.get(2).head().op()));
    assertEquals(3, sites.size(), graph.text().toString());
    Site site = sites.get(1);
    assertEquals(OpKind.ACTIVATION, site.kind());
    assertEquals("pre:0", site.input());
    assertEquals(site.last(), site.head());
    assertTrue(site.zeroAtZero());
  }

  @Test
  void takesTheNearestTensorAndNoMore() {
    SiteGraph graph = SiteGraph.of(SHAPE, (tf, x) -> swish(tf, swish(tf, tf.math.tanh(x))));
    assertEquals(List.of("Tanh", "Mul Sigmoid [Mul]", "Mul Sigmoid [Mul]"), graph.text());
  }

  @Test
  void aProductInsideAnotherGoesWithIt() {
    SiteGraph graph = SiteGraph.of(SHAPE, (tf, x) -> geluTanh(tf, x, mul(tf, mul(tf, x, x), x)));
    assertEquals(1, graph.sites().size(), graph.text().toString());
  }

  @Test
  void aKeptInnerTensorIsNotHidden() {
    SiteGraph graph =
        SiteGraph.of(SHAPE, (tf, x) -> mul(tf, x, tf.withName("gate").math.sigmoid(x)));
    assertEquals(List.of("Sigmoid [Mul]"), graph.text());
    assertEquals(List.of("Sigmoid", "Mul"), graph.text("gate:0"));
  }

  @Test
  void aSecondReaderOfAnInnerTensorIsNotCutOff() {
    SiteGraph graph =
        SiteGraph.of(
            SHAPE,
            (tf, x) -> {
              Operand<TFloat32> gate = tf.math.sigmoid(x);
              return add(tf, mul(tf, x, gate), gate);
            });
    assertEquals(List.of("Sigmoid", "Mul", "AddV2"), graph.text());
  }

  @Test
  void twoSignalsAreNoActivation() {
    SiteGraph graph =
        SiteGraph.of(
            SHAPE,
            (tf, x) -> mul(tf, x, tf.math.sigmoid(SiteGraph.placeholder(tf, "second", SHAPE))));
    assertEquals(List.of("Sigmoid", "Mul"), graph.text());
    assertEquals(OpKind.BILINEAR, graph.site("Mul").kind());
    assertEquals(List.of("x:0", "Sigmoid:0"), graph.site("Mul").inputs());
  }

  @Test
  void oneValueAChannelIsNoActivation() {
    SiteGraph graph =
        SiteGraph.of(SHAPE, (tf, x) -> mul(tf, x, tf.math.sigmoid(mul(tf, weights(tf, 4), x))));
    assertEquals(List.of("Mul", "Sigmoid", "Mul"), graph.text());
  }

  @Test
  void anotherShapeIsNoActivation() {
    SiteGraph graph =
        SiteGraph.of(
            SHAPE, (tf, x) -> mul(tf, x, tf.math.sigmoid(mul(tf, weights(tf, 1, 1, 1), x))));
    assertEquals(List.of("Mul", "Sigmoid", "Mul"), graph.text());
  }

  @Test
  void aFactorThatLooksAtOtherElementsIsNoActivation() {
    SiteGraph graph = SiteGraph.of(SHAPE, (tf, x) -> mul(tf, x, tf.nn.softmax(x)));
    assertEquals(List.of("Softmax", "Mul"), graph.text());
  }

  @Test
  void aSquareIsAProductOfOneSignal() {
    Site site = SiteGraph.of(SHAPE, (tf, x) -> mul(tf, x, x)).site("Mul");
    assertEquals(OpKind.BILINEAR, site.kind());
    assertEquals("x:0", site.input());
  }

  @Test
  void aResidualSumIsNoActivation() {
    assertEquals(
        List.of("Relu", "AddV2"), SiteGraph.of(SHAPE, (tf, x) -> add(tf, x, tf.nn.relu(x))).text());
  }

  private static Arguments spelling(
      String name, BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> build) {
    return Arguments.of(name, build);
  }

  private static Operand<TFloat32> swish(Ops tf, Operand<TFloat32> x) {
    return mul(tf, x, tf.math.sigmoid(mul(tf, c(tf, 1.5f), x)));
  }

  private static Operand<TFloat32> erf(Ops tf, Operand<TFloat32> x) {
    return tf.math.erf(op(tf, "RealDiv", x, c(tf, 1.4142135f)));
  }

  private static Operand<TFloat32> geluTanh(Ops tf, Operand<TFloat32> x, Operand<TFloat32> cube) {
    Operand<TFloat32> inner = add(tf, x, mul(tf, c(tf, 0.044715f), cube));
    Operand<TFloat32> tanh = tf.math.tanh(mul(tf, c(tf, 0.79788f), inner));
    return mul(tf, mul(tf, c(tf, 0.5f), x), add(tf, c(tf, 1), tanh));
  }

  static Operand<TFloat32> gelu(Ops tf, Operand<TFloat32> x) {
    return geluTanh(tf, x, op(tf, "Pow", x, c(tf, 3)));
  }

  private static Operand<TFloat32> c(Ops tf, float value) {
    return tf.constant(value);
  }

  private static Operand<TFloat32> mul(Ops tf, Operand<TFloat32> a, Operand<TFloat32> b) {
    return op(tf, "Mul", a, b);
  }

  private static Operand<TFloat32> add(Ops tf, Operand<TFloat32> a, Operand<TFloat32> b) {
    return op(tf, "AddV2", a, b);
  }
}
