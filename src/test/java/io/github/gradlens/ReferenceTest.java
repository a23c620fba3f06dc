package io.github.gradlens;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.gradlens.array.ElementType;
import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.method.Methods;
import io.github.gradlens.method.ScoreKind;
import io.github.gradlens.method.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Values that other tools computed on real models; skipped where they are absent. */
class ReferenceTest {
  private static final Path SHARED = Path.of("../shared/reference");

  @TestFactory
  List<DynamicTest> agreesWithTorchTools() throws IOException {
    return cases("torch");
  }

  @TestFactory
  List<DynamicTest> agreesWithTensorFlowTools() throws IOException {
    return cases("tf");
  }

  private static List<DynamicTest> cases(String set) throws IOException {
    Path folder = SHARED.resolve(set);
    Assumptions.assumeTrue(
        Files.exists(folder.resolve("cases.jsonl")),
        "no reference values at ../shared/reference; this test needs them");
    List<DynamicTest> tests = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("cases.jsonl"))) {
      JsonNode test = new ObjectMapper().readTree(line);
      // TFRecord inputs are read by a later version.
      if (isKnown(test.get("method").asText()) && test.get("input").asText().endsWith(".npy")) {
        tests.add(DynamicTest.dynamicTest(test.get("id").asText(), () -> check(folder, test)));
      }
    }
    return tests;
  }

  private static boolean isKnown(String spec) {
    String id = spec.split(":", 2)[0];
    return Methods.rows().stream()
        .anyMatch(row -> row.id().equals(id) || row.aliases().contains(id));
  }

  private static void check(Path folder, JsonNode test) {
    Path path = SHARED.resolve("../models").resolve(test.get("model").asText()).normalize();
    NumericArray x = Npy.read(folder.resolve(test.get("input").asText()));
    NumericArray expected = Npy.read(folder.resolve(test.get("expected").asText()));
    ExplainRequest request =
        ExplainRequest.of(spec(folder, test))
            .signature(test.get("signature").asText())
            .output(text(test, "output"))
            .at(text(test, "at"))
            .score(ScoreKind.parse(test.get("score").asText()))
            .target(target(folder, test.get("target").asText()));
    try (ExplainableModel model = ExplainableModel.load(path);
        Explainer explainer = model.explainer(request)) {
      NumericArray actual = explainer.explain(x).attributions().get(0).value();
      assertTrue(Arrays.equals(expected.shape(), actual.shape()), actual + " expected " + expected);
      judge(test, expected, actual);
    }
  }

  /** A parameter that names a file of the set. */
  private static String spec(Path folder, JsonNode test) {
    return test.get("method").asText().replace("=inputs/", "=" + folder.resolve("inputs") + "/");
  }

  private static void judge(JsonNode test, NumericArray expected, NumericArray actual) {
    int batch = (int) expected.shape()[0];
    int row = expected.size() / batch;
    boolean cosine = "cosine".equals(text(test, "compare"));
    for (int b = 0; b < batch; b++) {
      double dot = 0;
      double a2 = 0;
      double e2 = 0;
      double d2 = 0;
      for (int i = b * row; i < (b + 1) * row; i++) {
        double a = actual.doubleAt(i);
        double e = expected.doubleAt(i);
        dot += a * e;
        a2 += a * a;
        e2 += e * e;
        d2 += (a - e) * (a - e);
      }
      if (cosine) {
        double got = dot / Math.max(Math.sqrt(a2 * e2), 1e-300);
        assertTrue(got >= test.get("min_cosine").asDouble(), "example " + b + " cosine " + got);
      } else {
        double got = Math.sqrt(d2) / Math.max(Math.sqrt(e2), 1e-12);
        assertTrue(got <= test.get("tol").asDouble(), "example " + b + " error " + got);
      }
    }
  }

  private static @org.jspecify.annotations.Nullable String text(JsonNode node, String key) {
    JsonNode value = node.get(key);
    return value == null || value.isNull() ? null : value.asText();
  }

  private static Target target(Path folder, String text) {
    if (text.equals("argmax")) {
      return Target.ARGMAX;
    }
    if (text.endsWith(".npy")) {
      NumericArray array = Npy.read(folder.resolve(text));
      boolean integers = array.type() == ElementType.INT64 || array.type() == ElementType.INT32;
      return integers && array.rank() == 1
          ? new Target.PerExample(Arrays.stream(array.toLongs()).boxed().toList())
          : new Target.Mask(array);
    }
    return Target.index(Long.parseLong(text));
  }
}
