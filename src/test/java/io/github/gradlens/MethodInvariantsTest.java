package io.github.gradlens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.method.MethodRow;
import io.github.gradlens.method.Methods;
import io.github.gradlens.method.Parameter;
import io.github.gradlens.method.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every method of the catalogue must hold, without naming any: finite; the input's shape; same
 * seed same map; a batch of n = n batches of one; target fed = target predicted; FROZEN = LIVE; a
 * memory bound changes nothing; completeness where the row claims it.
 */
class MethodInvariantsTest {
  private static final int BATCH = 3;
  private static final List<Path> MODELS = List.of(Shipped.MLP, Shipped.CNN, Shipped.WINE);

  @TempDir Path folder;

  @TestFactory
  List<DynamicTest> isFiniteAndHasTheInputsShape() {
    return each(
        run -> {
          NumericArray map = run.explain(run.x).attributions().get(0).value();
          assertArrayEquals(run.x.shape(), map.shape());
          assertTrue(map.isFinite());
        });
  }

  @TestFactory
  List<DynamicTest> givesTheSameMapAgain() {
    return each(
        run -> assertArrayEquals(run.map(run.explain(run.x)), run.map(run.explain(run.x)), 0f));
  }

  @TestFactory
  List<DynamicTest> doesNotDependOnTheRestOfTheBatch() {
    return each(
        run -> {
          float[] whole = run.map(run.explain(run.x));
          int row = whole.length / BATCH;
          for (int b = 0; b < BATCH; b++) {
            float[] alone = run.map(run.explain(run.x.rows(b, b + 1)));
            assertClose(Arrays.copyOfRange(whole, b * row, (b + 1) * row), alone, 1e-5);
          }
        });
  }

  @TestFactory
  List<DynamicTest> takesAFedTargetAsItTakesThePredictedOne() {
    return each(
        run -> {
          Explanation predicted = run.explain(run.x);
          List<Long> classes = predicted.target();
          assertNotNull(classes);
          Explanation fed =
              run.explainer.explain(Map.of(run.input, run.x), new Target.PerExample(classes));
          assertClose(run.map(predicted), run.map(fed), 1e-6);
        });
  }

  @TestFactory
  List<DynamicTest> givesTheSameMapWithLiveVariables() {
    return each(
        run -> {
          LoadOptions live = LoadOptions.defaults().withWeights(LoadOptions.Weights.LIVE);
          try (ExplainableModel model = ExplainableModel.load(run.path, live);
              Explainer explainer = model.explainer(run.request)) {
            assertClose(run.map(run.explain(run.x)), run.map(explainer.explain(run.x)), 1e-4);
          }
        });
  }

  @TestFactory
  List<DynamicTest> givesTheSameMapInLittleMemory() {
    return each(
        run -> {
          try (Explainer explainer = run.model.explainer(run.request.memory(1))) {
            assertClose(run.map(run.explain(run.x)), run.map(explainer.explain(run.x)), 1e-4);
          }
        });
  }

  @TestFactory
  List<DynamicTest> isCompleteWhereItClaimsToBe() {
    return each(
        run -> {
          Attribution attribution = run.explain(run.x).attributions().get(0);
          List<Double> residual = attribution.residual();
          assertEquals(run.row.complete(), residual != null);
          if (residual != null && run.row.id().equals("integrated-gradients")) {
            for (int b = 0; b < BATCH; b++) {
              double bound = 0.02 * Math.max(1, Math.abs(attribution.score().get(b)));
              assertTrue(Math.abs(residual.get(b)) < bound, "residual " + residual.get(b));
            }
          }
        });
  }

  private record Prepared(
      Path path,
      MethodRow row,
      ExplainableModel model,
      ExplainRequest request,
      Explainer explainer,
      String input,
      NumericArray x) {
    Explanation explain(NumericArray batch) {
      return explainer.explain(batch);
    }

    float[] map(Explanation explanation) {
      return explanation.attributions().get(0).value().toFloats();
    }
  }

  private List<DynamicTest> each(Consumer<Prepared> check) {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path path : MODELS) {
      for (MethodRow row : Methods.rows()) {
        tests.add(
            DynamicTest.dynamicTest(
                row.id() + " on " + path.getFileName(), () -> with(path, row, check)));
      }
    }
    return tests;
  }

  private void with(Path path, MethodRow row, Consumer<Prepared> check) {
    try (ExplainableModel model = ExplainableModel.load(path)) {
      NumericArray x = Shipped.inputs(model, BATCH, 7);
      ExplainRequest request = ExplainRequest.of(spec(row, x));
      try (Explainer explainer = model.explainer(request)) {
        String input = model.signature("serving_default").inputs().get(0).name();
        check.accept(new Prepared(path, row, model, request, explainer, input, x));
      }
    }
  }

  /** The method with its defaults; what has none is a bound of the input, or a file of examples. */
  private String spec(MethodRow row, NumericArray x) {
    List<String> given = new ArrayList<>();
    for (Parameter parameter : row.parameters()) {
      if (parameter.otherwise() == null) {
        Path file = folder.resolve("examples.npy");
        Npy.write(file, x);
        String value =
            switch (parameter.key()) {
              case "low" -> "-10";
              case "high" -> "10";
              default -> file.toString();
            };
        given.add(parameter.key() + "=" + value);
      }
    }
    return given.isEmpty() ? row.id() : row.id() + ":" + String.join(",", given);
  }

  static void assertClose(float[] expected, float[] actual, double tolerance) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow((double) expected[i] - actual[i], 2);
      size += Math.pow(expected[i], 2);
    }
    double relative = Math.sqrt(difference / Math.max(size, 1e-24));
    assertTrue(relative <= tolerance, "relative error " + relative);
  }
}
