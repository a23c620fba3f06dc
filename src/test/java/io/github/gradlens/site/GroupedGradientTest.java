package io.github.gradlens.site;

import static io.github.gradlens.site.SiteGraph.op;
import static io.github.gradlens.site.SiteGraph.weights;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.backward.BackwardPass;
import io.github.gradlens.backward.Path;
import io.github.gradlens.backward.Preflight;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.gradient.GradientBook;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.Trace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TFloat32;

/** How ops are grouped does not change a gradient. */
class GroupedGradientTest {
  private static final List<Long> ONES = List.of(1L, 1L, 1L, 1L);
  private static final Shape SEQUENCE = Shape.of(-1, 12, 3);
  private static final Shape IMAGE = Shape.of(-1, 6, 6, 3);

  static Stream<Arguments> models() {
    return Stream.of(
        model("padding and bias", IMAGE, (tf, x) -> padded(tf, x)),
        model("dilated", IMAGE, (tf, x) -> dilated(tf, x)),
        model("one-dimensional", SEQUENCE, (tf, x) -> conv1d(tf, x)),
        model(
            "dense over a sequence",
            SEQUENCE,
            (tf, x) -> {
              Operand<TFloat32> rows = tf.reshape(x, tf.constant(new int[] {-1, 3}));
              Operand<TFloat32> z = tf.linalg.matMul(rows, weights(tf, 3, 4));
              return op(
                  tf, "Sub", tf.reshape(z, tf.constant(new int[] {-1, 12, 4})), weights(tf, 12, 4));
            }),
        model("gelu", SEQUENCE, (tf, x) -> ActivationSitesTest.gelu(tf, tf.math.tanh(x))),
        model("swish", SEQUENCE, (tf, x) -> op(tf, "Mul", x, tf.math.sigmoid(x))),
        model(
            "layer normalisation",
            Shape.of(-1, 6, 4),
            (tf, x) -> NormalisationSitesTest.centred(tf, tf.math.tanh(x))),
        model(
            "layer normalisation, Keras 3",
            Shape.of(-1, 6, 4),
            (tf, x) -> NormalisationSitesTest.keras3(tf, x, -1)),
        model(
            "hard sigmoid",
            SEQUENCE,
            (tf, x) ->
                op(
                    tf,
                    "RealDiv",
                    tf.nn.relu6(op(tf, "AddV2", x, tf.constant(3f))),
                    tf.constant(6f))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void isTheSameOpByOpAndTheSlope(
      String name, Shape input, BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> build) {
    SiteGraph model = SiteGraph.of(input, build);
    Set<String> all = new HashSet<>();
    model.network().order().forEach(node -> all.add(node.output(0)));
    Sites grouped = Sites.of(model.network(), model.facts(), Set.of("out:0"));
    Sites apart = Sites.of(model.network(), model.facts(), all);
    assertTrue(grouped.all().size() < apart.all().size());
    assertEquals(model.network().dynamicNodes().size(), apart.all().size());

    long[] sizes = input.asArray();
    sizes[0] = 2;
    Shape shape = Shape.of(sizes);
    float[] x = normal(1, (int) shape.size());
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Emitter tf = new Emitter(Ops.create(graph));
      Operand<TFloat32> given = SiteGraph.placeholder(tf.ops(), "given", input);
      Map<String, Operand<?>> made = new HashMap<>();
      Trace trace =
          model
              .network()
              .at(
                  tf,
                  tensor -> weight(tf, model, made, tensor),
                  Map.of("x:0", given),
                  List.of("out:0"));
      Operand<?> y = trace.of("out:0");
      // a seed that is no constant of the graph: any cotangent
      Operand<?> seed = tf.apply("Cos", tf.apply("Square", y));
      Operand<?> one = gradient(tf, model, grouped, trace, seed);
      Operand<?> other = gradient(tf, model, apart, trace, seed);
      float[] dx = run(session, given, shape, x, one);
      assertArrayEquals(run(session, given, shape, x, other), dx, 1e-5f);

      float[] u = run(session, given, shape, x, seed);
      float[] v = normal(2, x.length);
      float step = 1e-2f;
      double slope =
          (dot(u, run(session, given, shape, moved(x, step, v), y))
                  - dot(u, run(session, given, shape, moved(x, -step, v), y)))
              / (2 * step);
      double expected = Math.sqrt(dot(dx, dx) * dot(v, v));
      assertEquals(slope, dot(dx, v), 1e-2 * (1 + expected));
    }
  }

  private static Operand<?> gradient(
      Emitter tf, SiteGraph model, Sites sites, Trace trace, Operand<?> seed) {
    Path path = Path.between(model.network(), sites, List.of("x:0"), "out:0");
    return BackwardPass.run(
            tf,
            Preflight.plan(new GradientBook("gradient"), path, "test", tensor -> tensor),
            trace,
            List.of("x:0"),
            "out:0",
            seed)
        .arrived()
        .getOrDefault("x:0", Signal.NONE)
        .require();
  }

  private static Operand<?> weight(
      Emitter tf, SiteGraph model, Map<String, Operand<?>> made, String tensor) {
    Operand<?> known = made.get(tensor);
    if (known == null) {
      Node node = model.network().producer(tensor);
      List<Operand<?>> inputs =
          node.inputs().stream().<Operand<?>>map(in -> weight(tf, model, made, in)).toList();
      known = tf.replay(node, inputs, List.of()).output(0);
      made.put(tensor, known);
    }
    return known;
  }

  private static float[] run(
      Session session, Operand<?> given, Shape shape, float[] x, Operand<?> wanted) {
    try (TFloat32 fed = TFloat32.tensorOf(shape, DataBuffers.of(x, true, false));
        Result result =
            session.runner().feed(given.asOutput(), fed).fetch(wanted.asOutput()).run()) {
      TFloat32 out = (TFloat32) result.get(0);
      float[] flat = new float[(int) out.size()];
      out.copyTo(DataBuffers.of(flat, false, false));
      return flat;
    }
  }

  private static float[] normal(int seed, int count) {
    Random random = new Random(seed);
    float[] out = new float[count];
    for (int i = 0; i < count; i++) {
      out[i] = (float) random.nextGaussian();
    }
    return out;
  }

  private static float[] moved(float[] x, float step, float[] v) {
    float[] out = x.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] += step * v[i];
    }
    return out;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static Arguments model(
      String name, Shape input, BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> build) {
    return Arguments.of(name, input, build);
  }

  private static Operand<TFloat32> padded(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> wide =
        op(tf, "Pad", x, tf.constant(new int[][] {{0, 0}, {1, 1}, {1, 1}, {0, 0}}));
    return tf.nn.biasAdd(
        tf.nn.conv2d(wide, weights(tf, 3, 3, 3, 4), ONES, "VALID"), weights(tf, 4));
  }

  private static Operand<TFloat32> dilated(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> blocks =
        tf.spaceToBatchNd(
            x, tf.constant(new int[] {2, 2}), tf.constant(new int[][] {{2, 2}, {2, 2}}));
    Operand<TFloat32> z =
        tf.nn.depthwiseConv2dNative(blocks, weights(tf, 3, 3, 3, 2), ONES, "VALID");
    Operand<TFloat32> back =
        tf.batchToSpaceNd(
            z, tf.constant(new int[] {2, 2}), tf.constant(new int[][] {{0, 0}, {0, 0}}));
    return tf.nn.biasAdd(back, weights(tf, 6));
  }

  private static Operand<TFloat32> conv1d(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> wide = tf.expandDims(x, tf.constant(-3));
    Operand<TFloat32> z = tf.nn.conv2d(wide, weights(tf, 1, 3, 3, 4), ONES, "VALID");
    return tf.nn.biasAdd(tf.squeeze(z, Squeeze.axis(List.of(-3L))), weights(tf, 4));
  }
}
