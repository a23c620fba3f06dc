package io.github.gradlens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.metric.Evaluation;
import io.github.gradlens.metric.MetricSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Metrics that other tools computed on real models; skipped where they are absent. */
class MetricReferenceTest {
  private static final Path SET = Path.of("../shared/reference/tf");
  private static final Path MODELS = Path.of("../shared/models");

  /** Cases that one evaluation answers. */
  private record Group(String model, String input, String method) {}

  @TestFactory
  List<DynamicTest> agreesWithOtherTools() throws IOException {
    Assumptions.assumeTrue(
        Files.exists(SET.resolve("metrics.jsonl")),
        "no reference values at ../shared/reference; this test needs them");
    Map<Group, List<JsonNode>> groups = new LinkedHashMap<>();
    for (String line : Files.readAllLines(SET.resolve("metrics.jsonl"))) {
      JsonNode test = new ObjectMapper().readTree(line);
      assertEquals("argmax", test.get("target").asText());
      Group group = new Group(text(test, "model"), text(test, "input"), text(test, "method"));
      groups.computeIfAbsent(group, key -> new ArrayList<>()).add(test);
    }
    List<DynamicTest> tests = new ArrayList<>();
    groups.forEach(
        (group, cases) ->
            tests.add(
                DynamicTest.dynamicTest(
                    group.method() + " on " + group.model(), () -> check(group, cases))));
    return tests;
  }

  private static String text(JsonNode test, String key) {
    return test.get(key).asText();
  }

  private static void check(Group group, List<JsonNode> cases) {
    List<MetricSpec> metrics = new ArrayList<>();
    for (JsonNode test : cases) {
      String spec = text(test, "metric").replace("=inputs/", "=" + SET.resolve("inputs") + "/");
      metrics.add(MetricSpec.parse(text(test, "id") + "=" + spec));
    }
    NumericArray x = Npy.read(SET.resolve(group.input()));
    int[] places = IntStream.range(0, (int) x.shape()[0]).toArray();
    try (ExplainableModel model = ExplainableModel.load(MODELS.resolve(group.model()).normalize());
        Evaluator evaluator = model.evaluator(ExplainRequest.of(group.method()))) {
      Map<String, NumericArray> batch = Map.of(evaluator.explained().name(), x);
      Map<String, Double> values = new LinkedHashMap<>();
      for (Evaluation.Figure figure :
          new Evaluation(evaluator, metrics).evaluate(batch, places).figures()) {
        values.put(figure.metric() + " " + figure.example(), figure.value());
      }
      for (JsonNode test : cases) {
        judge(test, values);
      }
    }
  }

  private static void judge(JsonNode test, Map<String, Double> values) {
    boolean relative = text(test, "tol_kind").equals("rel");
    for (int i = 0; i < test.get("expected").size(); i++) {
      String name = text(test, "id") + " " + i;
      double value = values.getOrDefault(name, Double.NEGATIVE_INFINITY);
      JsonNode expected = test.get("expected").get(i);
      assertEquals(expected.isNull(), Double.isNaN(value), name);
      double size = relative ? Math.max(Math.abs(expected.asDouble()), 1e-12) : 1;
      double error = expected.isNull() ? 0 : Math.abs(value - expected.asDouble()) / size;
      assertTrue(error <= test.get("tol").asDouble(), name + ": " + value + ", " + expected);
    }
  }
}
