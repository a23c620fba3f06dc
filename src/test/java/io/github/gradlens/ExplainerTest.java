package io.github.gradlens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.ExplanationCancelledException;
import io.github.gradlens.error.ExplanationTimeoutException;
import io.github.gradlens.error.InputException;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.method.ScoreKind;
import io.github.gradlens.method.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tensorflow.SavedModelBundle;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExplainerTest {
  private final ExplainableModel model = ExplainableModel.load(Shipped.CNN);
  private final NumericArray x = Shipped.inputs(model, 4, 3);

  @BeforeAll
  void opens() {
    assertEquals(1, model.signatures().size());
  }

  @AfterAll
  void closes() {
    model.close();
  }

  @Test
  void contrastIsTheDifferenceOfTwoGradients() {
    try (Explainer explainer = model.explainer(ExplainRequest.of("gradient"))) {
      float[] a = map(explainer, Target.index(3));
      float[] b = map(explainer, Target.index(5));
      float[] difference = map(explainer, new Target.Contrast(3, 5));
      for (int i = 0; i < a.length; i++) {
        assertEquals(a[i] - b[i], difference[i], 1e-4 * (1 + Math.abs(a[i]) + Math.abs(b[i])));
      }
    }
  }

  @Test
  void marginIsTheContrastWithTheRunnerUp() {
    try (Explainer explainer = model.explainer(ExplainRequest.of("gradient"))) {
      NumericArray p = explainer.explain(x).output();
      for (int b = 0; b < 4; b++) {
        NumericArray one = x.rows(b, b + 1);
        int first = place(p, b, -1);
        Target contrast = new Target.Contrast(first, place(p, b, first));
        MethodInvariantsTest.assertClose(
            explainer
                .explain(Map.of("image", one), contrast)
                .attributions()
                .get(0)
                .value()
                .toFloats(),
            explainer
                .explain(Map.of("image", one), Target.MARGIN)
                .attributions()
                .get(0)
                .value()
                .toFloats(),
            1e-4);
      }
    }
  }

  @Test
  void logOddsHaveTheGradientOfLogPOverOneMinusP() {
    ExplainRequest output = ExplainRequest.of("gradient").score(ScoreKind.OUTPUT);
    ExplainRequest odds = ExplainRequest.of("gradient").score(ScoreKind.LOGODDS);
    try (Explainer plain = model.explainer(output);
        Explainer logOdds = model.explainer(odds)) {
      Explanation explained = plain.explain(x, Target.index(4));
      float[] dp = explained.attributions().get(0).value().toFloats();
      float[] got = logOdds.explain(x, Target.index(4)).attributions().get(0).value().toFloats();
      int row = dp.length / 4;
      List<Double> probability = explained.probability();
      assertNotNull(probability);
      for (int b = 0; b < 4; b++) {
        double p = probability.get(b);
        float[] expected = new float[row];
        float[] actual = new float[row];
        for (int i = 0; i < row; i++) {
          expected[i] = (float) (dp[b * row + i] / (p * (1 - p)));
          actual[i] = got[b * row + i];
        }
        MethodInvariantsTest.assertClose(expected, actual, 2e-3);
      }
    }
  }

  @Test
  void maskOfOneElementIsItsIndex() {
    try (Explainer explainer = model.explainer(ExplainRequest.of("gradient"))) {
      float[] mask = new float[10];
      mask[7] = 1;
      assertArrayEquals(
          map(explainer, Target.index(7)),
          map(explainer, new Target.Mask(NumericArray.of(mask, 10))));
    }
  }

  @Test
  void gradientAtTheScoreItselfIsItsWeight() {
    ExplainRequest request =
        ExplainRequest.of("gradient").score(ScoreKind.OUTPUT).at("probabilities");
    try (Explainer explainer = model.explainer(request)) {
      float[] map = map(explainer, Target.index(2));
      for (int i = 0; i < map.length; i++) {
        assertEquals(i % 10 == 2 ? 1 : 0, map[i]);
      }
    }
  }

  @Test
  void neuronReplacesTheScore() {
    try (Explainer explainer =
        model.explainer(ExplainRequest.of("gradient").scoreAt("conv1:10,10,3"))) {
      Attribution attribution = explainer.explain(x).attributions().get(0);
      float[] map = attribution.value().toFloats();
      for (int i = 0; i < map.length; i++) {
        int row = i / 28 % 28;
        int column = i % 28;
        boolean near = Math.abs(row - 10) <= 1 && Math.abs(column - 10) <= 1;
        assertEquals(near ? map[i] : 0, map[i]);
      }
    }
  }

  @Test
  void explainsABundleThatSomebodyElseHolds() {
    try (SavedModelBundle bundle = SavedModelBundle.load(Shipped.CNN.toString(), "serve");
        ExplainableModel borrowed = ExplainableModel.of(bundle);
        Explainer theirs = borrowed.explainer(ExplainRequest.of("integrated-gradients"));
        Explainer ours = model.explainer(ExplainRequest.of("integrated-gradients"))) {
      MethodInvariantsTest.assertClose(
          ours.explain(x).attributions().get(0).value().toFloats(),
          theirs.explain(x).attributions().get(0).value().toFloats(),
          1e-4);
    }
  }

  @Test
  void manyThreadsShareOneExplainer() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Explainer explainer = model.explainer(ExplainRequest.of("smoothgrad:samples=5"))) {
      List<Future<float[]>> maps = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        int target = i % 3;
        maps.add(threads.submit(() -> map(explainer, Target.index(target))));
      }
      for (int i = 0; i < 12; i++) {
        MethodInvariantsTest.assertClose(
            map(explainer, Target.index(i % 3)), maps.get(i).get(), 1e-5);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void saysWhatIsWrongWithABatch() {
    try (Explainer explainer = model.explainer(ExplainRequest.of("gradient"))) {
      assertEquals(
          "input 'image' takes shape [?, 28, 28, 1], given is [2, 28, 28]",
          failure(explainer, NumericArray.of(new float[2 * 28 * 28], 2, 28, 28)));
      float[] nan = new float[28 * 28];
      nan[3] = Float.NaN;
      assertEquals(
          "input 'image' holds a NaN or infinite value",
          failure(explainer, NumericArray.of(nan, 1, 28, 28, 1)));
      assertEquals(
          "the batch holds no example",
          failure(explainer, NumericArray.of(new float[0], 0, 28, 28, 1)));
    }
  }

  @Test
  void refusesATargetOutsideTheOutput() {
    try (Explainer explainer = model.explainer(ExplainRequest.of("gradient"))) {
      UsageException e = assertThrows(UsageException.class, () -> map(explainer, Target.index(10)));
      assertEquals(
          "target [10] is outside the output: an example's output has shape [10]; indices run from"
              + " 0 to 9",
          e.getMessage());
    }
  }

  @Test
  void givesUpAtItsTimeout() {
    ExplainRequest request =
        ExplainRequest.of("smoothgrad:samples=100000").timeout(Duration.ofMillis(200));
    try (Explainer explainer = model.explainer(request)) {
      assertThrows(ExplanationTimeoutException.class, () -> explainer.explain(x));
    }
  }

  @Test
  void givesUpWhenCancelled() {
    try (Explainer explainer = model.explainer(ExplainRequest.of("gradient"))) {
      Cancellation cancellation = new Cancellation();
      cancellation.cancel();
      assertThrows(
          ExplanationCancelledException.class,
          () ->
              explainer.explain(
                  Map.of("image", x), new int[] {0, 1, 2, 3}, Target.ARGMAX, cancellation));
    }
  }

  private float[] map(Explainer explainer, Target target) {
    return explainer.explain(x, target).attributions().get(0).value().toFloats();
  }

  private static String failure(Explainer explainer, NumericArray batch) {
    return String.valueOf(
        assertThrows(InputException.class, () -> explainer.explain(batch)).getMessage());
  }

  /** The class of the largest probability other than {@code without}. */
  private static int place(NumericArray p, int b, int without) {
    int best = without == 0 ? 1 : 0;
    for (int k = 0; k < 10; k++) {
      if (k != without && p.doubleAt(b * 10 + k) > p.doubleAt(b * 10 + best)) {
        best = k;
      }
    }
    return best;
  }
}
