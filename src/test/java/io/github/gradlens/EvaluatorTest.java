package io.github.gradlens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.method.Activation;
import io.github.gradlens.method.ScoreKind;
import io.github.gradlens.method.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Changed examples are scored and explained as the explainer would, towards the kept target. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvaluatorTest {
  private static final int BATCH = 3;
  private static final int[] PLACES = {0, 1, 2};
  private static final List<Activation> ALL = List.of(Activation.values());

  private final ExplainableModel model = ExplainableModel.load(Shipped.CNN);
  private final String input = model.signature("serving_default").inputs().get(0).name();
  private final NumericArray x = Shipped.inputs(model, BATCH, 5);

  @AfterAll
  void closes() {
    model.close();
  }

  private static List<Evaluator.Changed> rows(Subjects subjects, float factor) {
    List<Evaluator.Changed> rows = new ArrayList<>();
    for (int i = 0; i < subjects.size(); i++) {
      float[] moved = subjects.x(i).clone();
      for (int e = 0; e < moved.length; e++) {
        moved[e] *= factor;
      }
      rows.add(new Evaluator.Changed(i, moved));
    }
    return rows;
  }

  @Test
  void changedExamplesKeepTheirTarget() {
    ExplainRequest request = ExplainRequest.of("gradient", "lrp-epsilon");
    float factor = 0.25f;
    try (Evaluator evaluator = model.evaluator(request);
        Explainer explainer = model.explainer(request)) {
      Subjects subjects = evaluator.subjects(Map.of(input, x), PLACES);
      float[] moved = x.toFloats().clone();
      for (int e = 0; e < moved.length; e++) {
        moved[e] *= factor;
      }
      Explanation expected =
          explainer.explain(
              NumericArray.of(moved, x.shape()), new Target.PerExample(subjects.predicted()));
      Evaluator.Scored scored = evaluator.score(subjects, rows(subjects, factor), ALL);
      for (int i = 0; i < BATCH; i++) {
        double logit = expected.attributions().get(0).score().get(i);
        assertEquals(logit, scored.under(Activation.NONE)[i], 1e-5);
        assertEquals(1 / (1 + Math.exp(-logit)), scored.under(Activation.SIGMOID)[i], 1e-5);
        double probability =
            expected.output().doubleAt(i * 10 + subjects.predicted().get(i).intValue());
        assertEquals(probability, scored.under(Activation.SOFTMAX)[i], 1e-5);
      }
      for (int method = 0; method < 2; method++) {
        float[] all = expected.attributions().get(method).value().toFloats();
        List<float[]> maps = evaluator.explain(subjects, rows(subjects, factor), method);
        for (int i = 0; i < BATCH; i++) {
          int size = all.length / BATCH;
          float[] own = java.util.Arrays.copyOfRange(all, i * size, (i + 1) * size);
          assertArrayEquals(own, maps.get(i), 1e-6f);
        }
      }
    }
  }

  @Test
  void anInnerTensorMovesAloneAndScoresFollow() {
    ExplainRequest request = ExplainRequest.of("gradient-x-input").at(lastHidden());
    try (Evaluator evaluator = model.evaluator(request)) {
      Subjects subjects = evaluator.subjects(Map.of(input, x), PLACES);
      double[] whole = logits(evaluator, subjects, 1);
      double[] half = logits(evaluator, subjects, 0.5f);
      double[] none = logits(evaluator, subjects, 0);
      for (int i = 0; i < BATCH; i++) {
        // what lies behind the last hidden layer is affine
        assertEquals((whole[i] + none[i]) / 2, half[i], 1e-5 * Math.abs(whole[i]));
        assertNotEquals(whole[i], none[i], 1e-3);
      }
    }
  }

  private static double[] logits(Evaluator evaluator, Subjects subjects, float factor) {
    return evaluator
        .score(subjects, rows(subjects, factor), List.of(Activation.NONE))
        .under(Activation.NONE);
  }

  private String lastHidden() {
    List<Inspection.Layer> layers = model.inspect("serving_default").layers();
    return layers.stream()
        .filter(layer -> layer.shape().size() == 2 && layer.shape().get(1) != 10)
        .reduce((before, last) -> last)
        .orElseThrow()
        .name();
  }

  @Test
  void randomisationStartsAtTheModelAndIsUndone() {
    try (Evaluator evaluator = model.evaluator(ExplainRequest.of("gradient", "lrp-gamma"))) {
      Subjects subjects = evaluator.subjects(Map.of(input, x), PLACES);
      List<Evaluator.Changed> rows = rows(subjects, 1);
      assertTrue(evaluator.layers() >= 3, "layers with weights");
      for (int method = 0; method < 2; method++) {
        List<float[]> own = evaluator.explain(subjects, rows, method);
        List<float[]> deep =
            evaluator.explainRandomised(subjects, rows, method, evaluator.layers(), 7);
        List<float[]> one = evaluator.explainRandomised(subjects, rows, method, 1, 7);
        List<float[]> none = evaluator.explainRandomised(subjects, rows, method, 0, 7);
        List<float[]> again =
            evaluator.explainRandomised(subjects, rows, method, evaluator.layers(), 7);
        List<float[]> other =
            evaluator.explainRandomised(subjects, rows, method, evaluator.layers(), 8);
        for (int i = 0; i < BATCH; i++) {
          assertArrayEquals(own.get(i), none.get(i), 1e-5f);
          assertArrayEquals(deep.get(i), again.get(i), 1e-6f);
          assertNotEquals(0, difference(own.get(i), one.get(i)), 1e-4);
          assertNotEquals(0, difference(one.get(i), deep.get(i)), 1e-4);
          assertNotEquals(0, difference(deep.get(i), other.get(i)), 1e-4);
        }
      }
    }
  }

  private static double difference(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).sum();
  }

  @Test
  void logOddsAndMarginHaveNoActivation() {
    ExplainRequest request = ExplainRequest.of("gradient").score(ScoreKind.LOGODDS);
    try (Evaluator evaluator = model.evaluator(request)) {
      Subjects subjects = evaluator.subjects(Map.of(input, x), PLACES);
      List<Evaluator.Changed> rows = rows(subjects, 1);
      UsageException error =
          assertThrows(
              UsageException.class,
              () -> evaluator.score(subjects, rows, List.of(Activation.SOFTMAX)));
      assertTrue(String.valueOf(error.getMessage()).startsWith("activation=softmax is of a score"));
    }
  }
}
