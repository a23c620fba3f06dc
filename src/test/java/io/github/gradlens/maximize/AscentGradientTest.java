package io.github.gradlens.maximize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.ExplainableModel;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.method.ScoreKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Operand;

/**
 * A step of plain gradient ascent of rate ε moves by ε·∂J/∂θ; central differences of the J that the
 * history records must tell the same along random directions.
 */
class AscentGradientTest {
  private static final int SIDE = 9;
  private static final int CHANNELS = 4;
  private static final Canvas IMAGE = Canvas.unbounded(SIDE, SIDE, 1);
  private static final double RATE = 1e-2;
  private static final float H = 1e-3f;
  private static final int CODE = 5;

  @TempDir static Path folder;

  private static MaximizeRequest base() {
    return new MaximizeRequest(
        "serving_default",
        null,
        ScoreKind.LOGIT,
        List.of(Objective.output(3)),
        IMAGE,
        Pixels.DEFAULT,
        Transforms.NONE,
        Penalties.NONE,
        null,
        null,
        Search.of(1, RATE).withOptimiser(Optimiser.GRADIENT));
  }

  /** Without kinks, at which differences tell something else than a gradient. */
  private static Path smooth() {
    Path made = folder.resolve("smooth");
    if (Files.exists(made)) {
      return made;
    }
    return SmallModel.write(
        made,
        new long[] {SIDE, SIDE, 1},
        "probabilities",
        (tf, x) -> {
          Operand<?> kernel =
              tf.reshape(
                  tf.ops().constant(random(9 * CHANNELS, 1, 0.6).toFloats()),
                  tf.ints(3, 3, 1, CHANNELS));
          Operand<?> layer =
              tf.op("Conv2D")
                  .in(x)
                  .in(kernel)
                  .attr("strides", 1L, 2L, 2L, 1L)
                  .attr("padding", "SAME")
                  .one();
          Operand<?> soft = tf.apply("Softplus", layer);
          int rows = CHANNELS * 5 * 5;
          Operand<?> dense =
              tf.reshape(tf.ops().constant(random(rows * 6, 2, 0.3).toFloats()), tf.ints(rows, 6));
          Operand<?> flat = tf.reshape(soft, tf.ints(-1, rows));
          return tf.apply("Softmax", tf.apply("MatMul", flat, dense));
        });
  }

  private static MaximizeRequest with(Penalties penalties) {
    return base().withPenalties(penalties);
  }

  private static MaximizeRequest shown(String transforms) {
    return with(Penalties.NONE.withL2(0.1)).withTransforms(Transforms.parse(transforms, IMAGE));
  }

  private static MaximizeRequest apart(String layer, int answers) {
    return base()
        .withSearch(base().search().withCount(answers))
        .withPenalties(new Penalties(0, null, 0, 0, 3, layer));
  }

  private static MaximizeRequest written(Parametrisation parametrisation) {
    return with(Penalties.NONE.withL2(0.1).withTv(0.1))
        .withCanvas(Canvas.of(SIDE, SIDE, 1, -1, 2))
        .withParametrisation(parametrisation);
  }

  private static MaximizeRequest towards(Objective objective) {
    return base().withObjectives(List.of(objective));
  }

  @TestFactory
  List<DynamicTest> everyPartOfJ() {
    List<DynamicTest> tests = new ArrayList<>();
    tests.add(test("logit", () -> base()));
    tests.add(test("output", () -> base().withScore(ScoreKind.OUTPUT)));
    tests.add(test("log-odds", () -> base().withScore(ScoreKind.LOGODDS)));
    tests.add(test("minimised", () -> base().withSearch(base().search().minimizing())));
    tests.add(test("layer", () -> towards(new Objective.Layer("Softplus"))));
    tests.add(test("channel", () -> towards(new Objective.Channel("Softplus", 2))));
    tests.add(
        test("element", () -> towards(new Objective.Element("Softplus", List.of(2L, 3L, 1L)))));
    tests.add(
        test(
            "direction",
            () -> towards(new Objective.Direction("d", "Softplus", random(CHANNELS, 3, 1)))));
    tests.add(
        test("l2", () -> with(Penalties.NONE.withL2(0.3).withMean(random(SIDE * SIDE, 4, 0.1)))));
    tests.add(test("diversity", () -> apart("Softplus", 3)));
    tests.add(test("diversity of units", () -> apart("Reshape_2", 2)));
    tests.add(test("fourier", () -> written(Fourier.DEFAULT)));
    tests.add(
        test("phase", () -> written(new Phase(Spectrum.natural(Canvas.of(SIDE, SIDE, 1, -1, 2))))));
    tests.add(test("transforms", () -> shown("jitter:1,scale:0.8;1.2,rotate:20,noise:0.1")));
    tests.add(test("crops", () -> shown("crop:0.5;0.1;4")));
    tests.add(test("tv", () -> with(Penalties.NONE.withTv(0.2))));
    return tests;
  }

  @TestFactory
  List<DynamicTest> otherModelsBesideIt() {
    return List.of(
        test("log density", () -> expert("density", "log_density", AscentGradientTest::density)),
        test("energy", () -> expert("energy", "energy", AscentGradientTest::density)),
        test("code", AscentGradientTest::coded));
  }

  /** The gradient of a denoiser's log p is κ·(D(x) − x) by definition. */
  @Test
  void denoiser() {
    MaximizeRequest with =
        expert("denoiser", "denoised", (tf, x) -> tf.apply("Tanh", tf.mul(x, tf.scalar(0.6, x))));
    MaximizeRequest without = base();
    float[] at = random(SIDE * SIDE, 23, 0.5).toFloats();
    float[] pulled = moved(with, at);
    float[] free = moved(without, at);
    for (int i = 0; i < at.length; i++) {
      double expected = RATE * 0.8 * (Math.tanh(0.6 * at[i]) - at[i]);
      assertEquals(expected, pulled[i] - free[i], 1e-5);
    }
  }

  private static float[] moved(MaximizeRequest request, float[] at) {
    try (ExplainableModel model = ExplainableModel.load(smooth());
        Seeker seeker = seeker(model, request)) {
      AscentGraph graph = new AscentGraph(seeker, Learnt.in(seeker.engine(), request), 1);
      graph.beginAt(request.objectives(), at);
      graph.step();
      return graph.end().learnt().toFloats();
    }
  }

  private static Operand<?> density(Emitter tf, Operand<?> x) {
    Operand<?> off = tf.sub(x, tf.scalar(0.3, x));
    Operand<?> quartic = tf.mul(tf.mul(off, off), tf.mul(off, off));
    return tf.mul(tf.sum(quartic, tf.ints(1, 2, 3), false), tf.scalar(-0.7, x));
  }

  private static MaximizeRequest expert(
      String name,
      String output,
      java.util.function.BiFunction<Emitter, Operand<?>, Operand<?>> function) {
    Path model =
        SmallModel.write(folder.resolve(name), new long[] {SIDE, SIDE, 1}, output, function);
    return base()
        .withPenalties(Penalties.NONE.withExpert(0.8))
        .withExpert(Expert.of(ExplainableModel.load(model)));
  }

  private static MaximizeRequest coded() {
    NumericArray w = random(CODE * SIDE * SIDE, 9, 0.5);
    Path model =
        SmallModel.write(
            folder.resolve("generator"),
            new long[] {CODE},
            "image",
            (tf, z) -> {
              Operand<?> matrix =
                  tf.reshape(tf.ops().constant(w.toFloats()), tf.ints(CODE, SIDE * SIDE));
              Operand<?> made = tf.apply("Sigmoid", tf.apply("MatMul", z, matrix));
              return tf.reshape(made, tf.ints(-1, SIDE, SIDE, 1));
            });
    return base()
        .withPenalties(Penalties.NONE.withL2(0.2).withTv(0.01))
        .withGenerator(
            new Generator(ExplainableModel.load(model), null, null, new ValueRange(-1, 2)))
        .withCanvas(Canvas.of(SIDE, SIDE, 1, 0, 1));
  }

  private static NumericArray random(int size, long seed, double scale) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (random.nextGaussian() * scale);
    }
    return NumericArray.of(values, size);
  }

  private static DynamicTest test(String name, java.util.function.Supplier<MaximizeRequest> made) {
    return DynamicTest.dynamicTest(name, () -> check(made.get()));
  }

  private static void check(MaximizeRequest request) {
    try (ExplainableModel model = ExplainableModel.load(smooth())) {
      try (Seeker seeker = seeker(model, request)) {
        Learnt learnt = Learnt.in(seeker.engine(), request);
        int images = request.search().count();
        AscentGraph graph = new AscentGraph(seeker, learnt, images);
        float[] at = random(images * learnt.size(), 17, 0.4).toFloats();
        graph.beginAt(request.objectives(), at);
        graph.step();
        float[] moved = graph.end().learnt().toFloats();
        for (int direction = 0; direction < 3; direction++) {
          float[] d = random(at.length, 100 + direction, 1).toFloats();
          double slope = 0;
          for (int i = 0; i < at.length; i++) {
            slope += (moved[i] - at[i]) / RATE * d[i];
          }
          double up = total(graph, request, at, d, H);
          double down = total(graph, request, at, d, -H);
          double difference = (up - down) / (2 * H);
          double size = Math.max(Math.abs(difference), 0.05);
          assertTrue(
              Math.abs(slope - difference) < 0.03 * size,
              slope + " by the graph, " + difference + " by differences");
        }
      }
    }
  }

  private static Seeker seeker(ExplainableModel model, MaximizeRequest request) {
    Aim aim =
        Aim.of(
                model.loaded().signature("serving_default"),
                model.signature("serving_default"),
                request)
            .get(0);
    return Seeker.open(model, request, aim);
  }

  private static double total(
      AscentGraph graph, MaximizeRequest request, float[] at, float[] d, float h) {
    float[] there = at.clone();
    for (int i = 0; i < at.length; i++) {
      there[i] += h * d[i];
    }
    graph.beginAt(request.objectives(), there);
    graph.step();
    float[] figures = graph.figures().toFloats();
    double sum = 0;
    for (int image = 0; image < graph.images(); image++) {
      sum += figures[image * AscentGraph.FIGURES + 5];
    }
    return sum;
  }
}
