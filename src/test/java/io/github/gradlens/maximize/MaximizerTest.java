package io.github.gradlens.maximize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.Cancellation;
import io.github.gradlens.ExplainableModel;
import io.github.gradlens.LoadOptions;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.ExplanationCancelledException;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.method.ScoreKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Operand;

class MaximizerTest {
  private static final Path CNN = Path.of("savedmodels/mnist-cnn");
  private static final Canvas DIGIT = Canvas.of(28, 28, 1, 0, 1);
  private static final Objective THREE = Objective.output(3);
  private static ExplainableModel model;

  @TempDir Path folder;

  @BeforeAll
  static void load() {
    model = ExplainableModel.load(CNN);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static MaximizeRequest digits(Search search, Objective... objectives) {
    return MaximizeRequest.of(DIGIT, search, objectives)
        .withScore(ScoreKind.LOGODDS)
        .withPenalties(Penalties.NONE.withL2(0.01));
  }

  private static Objective[] everyClass() {
    return IntStream.range(0, 10).mapToObj(Objective::output).toArray(Objective[]::new);
  }

  @Test
  void everyClassIsReached() {
    Maximized found = Maximizer.run(model, digits(Search.of(60, 0.05), everyClass()));
    assertEquals(10, found.prototypes().size());
    for (Prototype each : found.prototypes()) {
      Double probability = each.probability();
      assertNotNull(probability);
      assertTrue(probability >= 0.99, each.objective().name() + ": " + probability);
      assertArrayEquals(new long[] {28, 28, 1}, each.image().shape());
      for (float value : each.image().toFloats()) {
        assertTrue(value >= 0 && value <= 1, "outside the bounds: " + value);
      }
    }
  }

  @Test
  void theHistoryHasALineAStepAndItsPartsAddUp() {
    MaximizeRequest request =
        digits(Search.of(130, 0.05), THREE)
            .withPenalties(Penalties.NONE.withL2(0.01).withTv(0.002));
    Maximized found = Maximizer.run(model, request);
    List<Ascent.Line> lines = found.ascents().get(0).steps();
    assertEquals(
        IntStream.range(0, 130).boxed().toList(), lines.stream().map(Ascent.Line::step).toList());
    for (Ascent.Line line : lines) {
      assertEquals(line.objective() - line.l2() - line.tv(), line.total(), 1e-4);
    }
    assertTrue(lines.get(129).total() > lines.get(0).total() + 5);
    Prototype prototype = found.prototypes().get(0);
    // the image after the last update is no line's, but the next one's would be close
    assertEquals(lines.get(129).total(), prototype.total(), 1);
    List<Integer> kept = prototype.path().stream().map(Prototype.Snapshot::step).toList();
    assertEquals(0, kept.get(0));
    assertEquals(130, kept.get(kept.size() - 1));
  }

  @Test
  void theBestOfTheRestartsIsKept() {
    Search search = Search.of(10, 0.05).withRestarts(3).withCount(2);
    Maximized found = Maximizer.run(model, digits(search, THREE, Objective.output(8)));
    assertEquals(4, found.prototypes().size());
    assertEquals(12, found.ascents().size());
    for (Prototype prototype : found.prototypes()) {
      List<Ascent> own =
          found.ascents().stream()
              .filter(each -> each.objective().equals(prototype.objective()))
              .filter(each -> each.number() == prototype.number())
              .toList();
      assertEquals(3, own.size());
      assertEquals(1, own.stream().filter(Ascent::best).count());
      Ascent best = own.stream().filter(Ascent::best).findFirst().orElseThrow();
      assertEquals(prototype.restart(), best.restart());
    }
  }

  @Test
  void anAnswerDoesNotDependOnItsBatch() {
    Search search = Search.of(15, 0.05);
    Maximized together = Maximizer.run(model, digits(search, everyClass()));
    Maximized apart = Maximizer.run(model, digits(search.withMemory(1), everyClass()));
    Maximized alone = Maximizer.run(model, digits(search, THREE));
    for (int i = 0; i < 10; i++) {
      assertArrayEquals(
          together.prototypes().get(i).image().toFloats(),
          apart.prototypes().get(i).image().toFloats(),
          1e-3f);
    }
    assertArrayEquals(
        together.prototypes().get(3).image().toFloats(),
        alone.prototypes().get(0).image().toFloats(),
        1e-3f);
  }

  @Test
  void liveWeightsGiveTheSame() {
    MaximizeRequest request = digits(Search.of(10, 0.05), THREE);
    LoadOptions options = LoadOptions.defaults().withWeights(LoadOptions.Weights.LIVE);
    try (ExplainableModel live = ExplainableModel.load(CNN, options)) {
      double expected = Maximizer.run(model, request).prototypes().get(0).score();
      assertEquals(expected, Maximizer.run(live, request).prototypes().get(0).score(), 1e-2);
      // beside what the first search left in the graph
      assertEquals(expected, Maximizer.run(live, request).prototypes().get(0).score(), 1e-2);
    }
  }

  @Test
  void minimisingFindsLess() {
    Search search = Search.of(20, 0.05);
    Maximized most = Maximizer.run(model, digits(search, THREE));
    Maximized least = Maximizer.run(model, digits(search.minimizing(), THREE));
    assertTrue(
        least.prototypes().get(0).score() < least.ascents().get(0).steps().get(0).objective());
    assertTrue(least.prototypes().get(0).score() < most.prototypes().get(0).score() - 10);
  }

  @Test
  void objectivesOfSeveralLayersKeepTheirOrder() {
    Objective channel = new Objective.Channel("conv2", 4);
    Maximized found =
        Maximizer.run(
            model,
            digits(Search.of(20, 0.05), THREE, channel, Objective.output(5))
                .withScore(ScoreKind.LOGIT)
                .withPenalties(Penalties.NONE));
    assertEquals(
        List.of("3", "conv2:4", "5"),
        found.prototypes().stream().map(each -> each.objective().name()).toList());
    Prototype ofLayer = found.prototypes().get(1);
    assertNull(ofLayer.probability());
    assertTrue(ofLayer.score() > found.ascents().get(1).steps().get(0).objective());
  }

  @Test
  void everyOptimiserClimbs() {
    for (Optimiser each : Optimiser.values()) {
      double rate = each == Optimiser.GRADIENT || each == Optimiser.MOMENTUM ? 0.005 : 0.02;
      Search search = Search.of(12, rate).withOptimiser(each);
      List<Ascent.Line> lines =
          Maximizer.run(model, digits(search, THREE)).ascents().get(0).steps();
      assertTrue(lines.get(11).total() > lines.get(0).total(), each.id());
    }
  }

  @Test
  void aCodeIsLearntThroughItsGenerator() {
    Path written =
        SmallModel.write(
            folder.resolve("generator"),
            new long[] {784},
            "image",
            (tf, z) -> tf.apply("Sigmoid", z));
    try (ExplainableModel generator = ExplainableModel.load(written)) {
      MaximizeRequest request =
          digits(Search.of(30, 0.1), THREE).withGenerator(Generator.of(generator));
      Prototype found = Maximizer.run(model, request).prototypes().get(0);
      NumericArray code = found.code();
      assertNotNull(code);
      assertArrayEquals(new long[] {784}, code.shape());
      float[] image = found.image().toFloats();
      for (int i = 0; i < image.length; i++) {
        assertEquals(1 / (1 + Math.exp(-code.doubleAt(i))), image[i], 1e-5);
      }
    }
  }

  @Test
  void channelsMayComeFirst() {
    int[] sizes = {3, 4, 5};
    float[] w = new float[60];
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) Math.sin(i);
    }
    Path written =
        SmallModel.write(
            folder.resolve("first"),
            new long[] {3, 4, 5},
            "y",
            (tf, x) ->
                tf.sum(
                    tf.mul(x, tf.reshape(tf.ops().constant(w), tf.ints(sizes))),
                    tf.ints(2, 3),
                    false));
    try (ExplainableModel first = ExplainableModel.load(written)) {
      MaximizeRequest request =
          MaximizeRequest.of(Canvas.of(4, 5, 3, 0, 1), Search.of(40, 0.1), Objective.output(1));
      Prototype found = Maximizer.run(first, request).prototypes().get(0);
      assertArrayEquals(new long[] {3, 4, 5}, found.image().shape());
      for (int i = 0; i < w.length; i++) {
        int channel = i / 20;
        double value = found.image().doubleAt(i);
        assertEquals(value, found.canvas().doubleAt(i % 20 * 3 + channel));
        if (channel == 1) {
          assertEquals(w[i] > 0 ? 1 : 0, value, 1e-6, "ink where the weight is positive");
        } else {
          assertEquals(0.5, value, 0.1, "where the objective does not look, the start stays");
        }
      }
    }
  }

  /** Keras 2 hides an activation such as swish, with its input beside it, behind one IdentityN. */
  @Test
  void aLayerMayEndInAnIdentityOfSeveralTensors() {
    Path written =
        SmallModel.write(
            folder.resolve("swish"),
            new long[] {3, 3, 1},
            "y",
            (tf, x) -> {
              Operand<?> swish = tf.mul(x, tf.apply("Sigmoid", x));
              Operand<?> both = tf.op("IdentityN").list(List.of(swish, x)).output(0);
              return tf.sum(both, tf.ints(2, 3), false);
            });
    try (ExplainableModel swish = ExplainableModel.load(written)) {
      MaximizeRequest request =
          MaximizeRequest.of(
              Canvas.of(3, 3, 1, 0, 1), Search.of(20, 0.1), new Objective.Layer("IdentityN"));
      Prototype found = Maximizer.run(swish, request).prototypes().get(0);
      assertEquals(1 / (1 + Math.exp(-1)), found.score(), 1e-4, "all pixels at their bound");
    }
  }

  @Test
  void inputsThatAreNoImagesHaveNoBounds() {
    try (ExplainableModel wine = ExplainableModel.load(Path.of("savedmodels/wine"))) {
      MaximizeRequest request =
          MaximizeRequest.of(Canvas.unbounded(1, 13, 1), Search.of(50, 0.1), Objective.output(1))
              .withPenalties(Penalties.NONE.withL2(0.1));
      Prototype found = Maximizer.run(wine, request).prototypes().get(0);
      assertArrayEquals(new long[] {13}, found.image().shape());
      Double probability = found.probability();
      assertNotNull(probability);
      assertTrue(probability > 0.9);
    }
  }

  @Test
  void whatDoesNotFitIsSaid() {
    Search search = Search.of(2, 0.05);
    refused("has channels 0 to", digits(search, new Objective.Channel("conv2", 4000)));
    refused("no layer or tensor", digits(search, new Objective.Layer("nothing")));
    refused("is outside the output", digits(search, Objective.output(10)));
    refused("does not fit the model", digits(search, THREE).withCanvas(Canvas.of(9, 9, 1, 0, 1)));
    refused(
        "the mean has shape",
        digits(search, THREE)
            .withPenalties(Penalties.NONE.withL2(1).withMean(NumericArray.of(new float[7], 7))));
    refused(
        "the start holds 7 numbers",
        digits(search.withStart(NumericArray.of(new float[7], 7)), THREE));
    refused(
        "the expert's output",
        digits(search, THREE)
            .withExpert(Expert.of(model))
            .withPenalties(Penalties.NONE.withExpert(1)));
    refused(
        "lower the learning rate",
        digits(Search.of(40, 1e30).withOptimiser(Optimiser.GRADIENT), THREE)
            .withCanvas(Canvas.unbounded(28, 28, 1)));
  }

  private static void refused(String part, MaximizeRequest request) {
    UsageException e =
        assertThrows(UsageException.class, () -> Maximizer.run(model, request), part);
    String message = e.getMessage();
    assertNotNull(message);
    assertTrue(message.contains(part), message);
  }

  @Test
  void aListenerHearsEachStepAndACancelledSearchEnds() {
    List<Long> heard = new ArrayList<>();
    Cancellation cancellation = new Cancellation();
    assertThrows(
        ExplanationCancelledException.class,
        () ->
            Maximizer.run(
                model,
                digits(Search.of(10, 0.05), THREE),
                (done, total, objective) -> {
                  assertEquals(10, total);
                  heard.add(done);
                  if (done == 4) {
                    cancellation.cancel();
                  }
                },
                cancellation));
    assertEquals(List.of(1L, 2L, 3L, 4L), heard);
  }
}
