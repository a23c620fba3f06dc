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
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

class NormalisationSitesTest {
  private static final Shape SHAPE = Shape.of(-1, 6, 4);

  static Stream<Arguments> spelt() {
    return Stream.of(
        spelling("Keras 3", (tf, x) -> keras3(tf, x, -1)),
        spelling("moments and batchnorm", NormalisationSitesTest::moments),
        spelling("centred first", (tf, x) -> affine(tf, centred(tf, x))),
        spelling("without an affine part", (tf, x) -> centred(tf, x)),
        spelling(
            "square of the mean",
            (tf, x) -> {
              Operand<TFloat32> mean = mean(tf, x, -1);
              Operand<TFloat32> variance =
                  op(tf, "Sub", mean(tf, op(tf, "Square", x), -1), op(tf, "Square", mean));
              return affine(
                  tf, op(tf, "RealDiv", op(tf, "Sub", x, mean), op(tf, "Sqrt", eps(tf, variance))));
            }),
        spelling(
            "root of the mean square",
            (tf, x) ->
                op(tf, "Mul", op(tf, "Mul", x, root(tf, op(tf, "Square", x))), weights(tf, 4))),
        spelling("Keras 2", (tf, x) -> affine(tf, fused(tf, x, 1))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("spelt")
  void isOneSite(String name, BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> build) {
    SiteGraph graph =
        SiteGraph.of(SHAPE, (tf, x) -> build.apply(tf, tf.withName("pre").math.tanh(x)));
    List<Site> sites = graph.sites().stream().filter(site -> !site.inputs().isEmpty()).toList();
    List<OpKind> kinds =
        sites.stream().map(Site::kind).filter(kind -> kind != OpKind.NO_SIGNAL).toList();
    assertEquals(OpKind.ACTIVATION, kinds.get(0));
    assertEquals(
        1,
        kinds.stream().filter(kind -> kind == OpKind.NORMALISATION).count(),
        graph.text().toString());
    Site site = sites.get(sites.size() - 1);
    assertEquals(OpKind.NORMALISATION, site.kind(), graph.text().toString());
    assertEquals("pre:0", site.input());
    assertEquals(site.last(), site.head());
    for (Site other : sites.subList(1, sites.size() - 1)) {
      // the sizes of a reshape
      assertTrue(
          other.kind() == OpKind.NO_SIGNAL || other.outputs().stream().noneMatch(float32(graph)),
          graph.text().toString());
    }
  }

  private static java.util.function.Predicate<String> float32(SiteGraph graph) {
    return tensor -> graph.facts().of(tensor).type() == org.tensorflow.proto.DataType.DT_FLOAT;
  }

  @Test
  void anExampleIsNotNormalisedByOthers() {
    assertEquals(0, normalisations(SiteGraph.of(SHAPE, (tf, x) -> keras3(tf, x, 0))));
    assertEquals(0, normalisations(SiteGraph.of(SHAPE, (tf, x) -> keras3(tf, x, -3))));
    SiteGraph batch = SiteGraph.of(SHAPE, (tf, x) -> affine(tf, fused(tf, x, -1)));
    assertEquals(
        List.of("FusedBatchNormV3"),
        batch.text().stream().filter(text -> text.contains("Fused")).toList());
  }

  @Test
  void aKeptInnerTensorIsNotHidden() {
    SiteGraph graph = SiteGraph.of(SHAPE, (tf, x) -> keras3(tf, x, -1));
    assertEquals(1, normalisations(graph));
    assertEquals(0, normalisations(graph, "Rsqrt:0"));
    assertEquals(0, normalisations(graph, "Mean:0"));
  }

  @Test
  void aSecondReaderOfTheMeanIsNotCutOff() {
    SiteGraph graph =
        SiteGraph.of(
            SHAPE,
            (tf, x) -> {
              Operand<TFloat32> mean = mean(tf, x, -1);
              Operand<TFloat32> centred = op(tf, "Sub", x, mean);
              Operand<TFloat32> normal =
                  op(tf, "Mul", centred, root(tf, op(tf, "SquaredDifference", x, mean)));
              return op(tf, "AddV2", normal, tf.math.tanh(mean));
            });
    assertEquals(0, normalisations(graph));
  }

  @Test
  void aSumWithTheSignalStaysOutside() {
    SiteGraph graph = SiteGraph.of(SHAPE, (tf, x) -> op(tf, "AddV2", x, keras3(tf, x, -1)));
    List<Site> sites = graph.sites();
    assertEquals(1, normalisations(graph));
    assertEquals(OpKind.SUM, sites.get(sites.size() - 1).kind());
  }

  private static long normalisations(SiteGraph graph, String... kept) {
    return graph.sites(kept).stream()
        .filter(site -> site.kind() == OpKind.NORMALISATION)
        .filter(site -> site.members().size() > 1)
        .count();
  }

  private static Arguments spelling(
      String name, BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> build) {
    return Arguments.of(name, build);
  }

  static Operand<TFloat32> keras3(Ops tf, Operand<TFloat32> x, int axis) {
    Operand<TFloat32> mean = mean(tf, x, axis);
    Operand<TFloat32> difference = op(tf, "SquaredDifference", x, op(tf, "StopGradient", mean));
    Operand<TFloat32> root = op(tf, "Rsqrt", eps(tf, mean(tf, difference, axis)));
    Operand<TFloat32> scale = op(tf, "Mul", root, weights(tf, 1, 1, 4));
    Operand<TFloat32> shift =
        op(tf, "AddV2", op(tf, "Mul", op(tf, "Neg", mean), scale), weights(tf, 1, 1, 4));
    return op(tf, "AddV2", op(tf, "Mul", x, scale), shift);
  }

  private static Operand<TFloat32> moments(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> mean = mean(tf, x, 2);
    Operand<TFloat32> scale =
        op(tf, "Mul", root(tf, op(tf, "SquaredDifference", x, mean), 2), weights(tf, 4));
    Operand<TFloat32> shift = op(tf, "Sub", weights(tf, 4), op(tf, "Mul", mean, scale));
    return op(tf, "AddV2", op(tf, "Mul", x, scale), shift);
  }

  static Operand<TFloat32> centred(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> centred = op(tf, "Sub", x, mean(tf, x, -1));
    return op(tf, "Mul", centred, root(tf, op(tf, "Square", centred)));
  }

  private static Operand<TFloat32> affine(Ops tf, Operand<TFloat32> x) {
    return op(tf, "AddV2", op(tf, "Mul", x, weights(tf, 4)), weights(tf, 4));
  }

  /** A batch norm in training mode of [first, batch · 6, 4, 1], each row a channel. */
  private static Operand<TFloat32> fused(Ops tf, Operand<TFloat32> x, int first) {
    Operand<TInt32> sizes = tf.shape(x);
    Operand<TInt32> rows =
        tf.math.mul(
            tf.gather(sizes, tf.constant(0), tf.constant(0)),
            tf.gather(sizes, tf.constant(1), tf.constant(0)));
    Operand<TInt32> image =
        tf.stack(
            List.of(
                first == 1 ? tf.constant(1) : rows,
                first == 1 ? rows : tf.constant(1),
                tf.constant(4),
                tf.constant(1)),
            Stack.axis(0L));
    Operand<TInt32> channels = first == 1 ? rows : tf.constant(1);
    Operand<TInt32> dims = tf.stack(List.of(channels), Stack.axis(0L));
    Operand<TFloat32> none = tf.reshape(tf.constant(new float[0]), tf.constant(new int[] {0}));
    Operand<TFloat32> y =
        tf.nn
            .fusedBatchNorm(
                tf.reshape(x, image),
                tf.fill(dims, tf.constant(1f)),
                tf.fill(dims, tf.constant(0f)),
                none,
                none,
                FusedBatchNorm.isTraining(true),
                FusedBatchNorm.dataFormat("NCHW"))
            .y();
    return tf.reshape(y, sizes);
  }

  private static Operand<TFloat32> root(Ops tf, Operand<TFloat32> squares) {
    return root(tf, squares, -1);
  }

  private static Operand<TFloat32> root(Ops tf, Operand<TFloat32> squares, int axis) {
    return op(tf, "Rsqrt", eps(tf, mean(tf, squares, axis)));
  }

  private static Operand<TFloat32> eps(Ops tf, Operand<TFloat32> variance) {
    return op(tf, "AddV2", variance, tf.constant(1e-3f));
  }

  private static Operand<TFloat32> mean(Ops tf, Operand<TFloat32> x, int axis) {
    return tf.math.mean(x, tf.constant(new int[] {axis}), Mean.keepDims(true));
  }
}
