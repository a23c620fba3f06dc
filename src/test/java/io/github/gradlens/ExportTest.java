package io.github.gradlens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.method.Methods;
import io.github.gradlens.method.Target;
import io.github.gradlens.rewrite.SavedModelFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.exceptions.TFInvalidArgumentException;

/** What an exported model's signatures give, run by TensorFlow Java's own loader. */
class ExportTest {
  private static final List<String> ANYWHERE =
      List.of(
          "gradient",
          "ig=integrated-gradients:steps=4",
          "smoothgrad:samples=3",
          "lrp-epsilon",
          "deeplift-rescale");

  @TempDir Path temp;

  private static List<String> methods(Path model) {
    List<String> methods = new ArrayList<>(ANYWHERE);
    if (model.equals(Shipped.CNN)) {
      methods.add("grad-cam");
    }
    return methods;
  }

  private static ExplainRequest request(List<String> methods) {
    return ExplainRequest.of(methods.toArray(new String[0]));
  }

  private Exported export(Path model, List<String> methods, ExportOptions options, String name) {
    try (ExplainableModel loaded = ExplainableModel.load(model)) {
      return loaded.export(request(methods), options, temp.resolve(name));
    }
  }

  @TestFactory
  Stream<DynamicTest> signaturesGiveWhatExplainGives() {
    return Stream.of(Shipped.CNN, Shipped.MLP, Shipped.WINE)
        .map(
            path ->
                DynamicTest.dynamicTest(
                    path.getFileName().toString(),
                    () -> valuesAreExplains(path, ExportOptions.defaults())));
  }

  @Test
  void frozenWeightsGiveWhatExplainGives() {
    valuesAreExplains(Shipped.CNN, ExportOptions.defaults().withFreeze(true));
  }

  private void valuesAreExplains(Path path, ExportOptions options) {
    List<String> methods = methods(path);
    String name = path.getFileName().toString();
    export(path, methods, options, name);
    try (ExplainableModel model = ExplainableModel.load(path);
        Explainer explainer = model.explainer(request(methods));
        Served served = Served.load(temp.resolve(name))) {
      String input = model.signature("serving_default").inputs().get(0).name();
      String output = model.signature("serving_default").outputs().get(0).name();
      for (int batch : new int[] {1, 5}) {
        NumericArray x = Shipped.inputs(model, batch, 11);
        Explanation predicted = explainer.explain(x);
        long[] classes = new long[batch];
        for (int i = 0; i < batch; i++) {
          classes[i] = i % 3;
        }
        Explanation given =
            explainer.explain(
                Map.of(input, x), new Target.PerExample(Arrays.stream(classes).boxed().toList()));
        for (Attribution expected : predicted.attributions()) {
          String signature = "explain_" + expected.label();
          same(signature, predicted, expected, served.run(signature, x), output);
          same(
              signature + "_target",
              given,
              given.attribution(expected.label()),
              served.run(signature + "_target", x, classes),
              output);
        }
      }
    }
  }

  private static void same(
      String name,
      Explanation explanation,
      Attribution expected,
      Map<String, NumericArray> got,
      String output) {
    close(name, expected.value(), got.get("attribution"));
    close(name, explanation.output(), got.get(output));
    NumericArray score = Objects.requireNonNull(got.get("score"));
    List<Long> target = Objects.requireNonNull(explanation.target());
    for (int i = 0; i < target.size(); i++) {
      double size = Math.max(1, Math.abs(expected.score().get(i)));
      assertEquals(expected.score().get(i), score.doubleAt(i), 1e-5 * size, name);
      assertEquals(target.get(i), Objects.requireNonNull(got.get("target")).toLongs()[i], name);
    }
    assertEquals(expected.residual() != null, got.containsKey("residual"), name);
    assertEquals(expected.raw() != null, got.containsKey("attribution_raw"), name);
    if (expected.raw() != null) {
      close(name, expected.raw(), got.get("attribution_raw"));
    }
  }

  private static void close(String name, NumericArray expected, @Nullable NumericArray got) {
    assertNotNull(got, name);
    assertArrayEquals(expected.shape(), got.shape(), name);
    double largest = 0;
    double off = 0;
    for (int i = 0; i < expected.size(); i++) {
      largest = Math.max(largest, Math.abs(expected.doubleAt(i)));
      off = Math.max(off, Math.abs(expected.doubleAt(i) - got.doubleAt(i)));
    }
    assertTrue(largest > 0, name + " is 0 everywhere, which would prove nothing");
    assertTrue(off <= 1e-5 * largest, name + " is off by " + off + " of " + largest);
  }

  @Test
  void batchesStayDynamicAndOldSignaturesBitEqual() {
    Exported exported = export(Shipped.CNN, List.of("gradient"), ExportOptions.defaults(), "copy");
    assertEquals(
        List.of("explain_gradient", "explain_gradient_target"),
        exported.signatures().stream().map(added -> added.signature().name()).toList());
    for (Exported.Added added : exported.signatures()) {
      added.signature().inputs().forEach(t -> assertEquals(-1, t.shape().get(0), t.name()));
      added.signature().outputs().forEach(t -> assertEquals(-1, t.shape().get(0), t.name()));
    }
    try (ExplainableModel model = ExplainableModel.load(Shipped.CNN);
        Served before = Served.load(Shipped.CNN);
        Served after = Served.load(temp.resolve("copy"))) {
      NumericArray x = Shipped.inputs(model, 5, 3);
      Map<String, NumericArray> old = before.run("serving_default", x);
      Map<String, NumericArray> now = after.run("serving_default", x);
      assertEquals(old.keySet(), now.keySet());
      old.forEach(
          (name, value) ->
              assertArrayEquals(
                  value.toFloats(), Objects.requireNonNull(now.get(name)).toFloats(), 0f));
    }
  }

  @Test
  void aTargetOutOfRangeIsAnErrorThatNamesIt() {
    export(Shipped.MLP, List.of("gradient"), ExportOptions.defaults(), "copy");
    try (ExplainableModel model = ExplainableModel.load(Shipped.MLP);
        Served served = Served.load(temp.resolve("copy"))) {
      NumericArray x = Shipped.inputs(model, 2, 3);
      for (long wrong : new long[] {10, -1}) {
        RuntimeException e =
            assertThrows(
                TFInvalidArgumentException.class,
                () -> served.run("explain_gradient_target", x, 0, wrong));
        assertTrue(
            String.valueOf(e.getMessage()).contains("target must be at least 0 and less than"),
            e.getMessage());
      }
      assertFalse(served.run("explain_gradient_target", x, 0, 9).isEmpty());
    }
  }

  /** Whatever row works on the host, now or later, says so, and so does a parameter that does. */
  @Test
  void whatWorksOnTheHostIsRefusedWithItsReason() {
    List<String> specs = new ArrayList<>(List.of("integrated-gradients:steps=auto"));
    try (ExplainableModel model = ExplainableModel.load(Shipped.CNN)) {
      model.inspect("serving_default").methods().stream()
          .filter(line -> line.obstacle() == null && line.hostWork() != null)
          .forEach(line -> specs.add(line.id()));
      for (String spec : specs) {
        ExplainRequest request = ExplainRequest.of(spec);
        String work = request.methods().get(0).method().hostWork();
        assertNotNull(work, spec);
        UsageException e =
            assertThrows(
                UsageException.class,
                () -> model.export(request, ExportOptions.defaults(), temp.resolve("copy")));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith("no graph can hold " + Methods.find(id(spec)).id()), message);
        assertTrue(message.contains(work), message);
        assertFalse(temp.resolve("copy").toFile().exists());
      }
    }
  }

  private static String id(String spec) {
    return spec.split(":", 2)[0];
  }

  @Test
  void anExportedModelIsExportedAgainUnderAnotherLabel() {
    export(Shipped.MLP, List.of("gradient"), ExportOptions.defaults(), "first");
    Path first = temp.resolve("first");
    UsageException e =
        assertThrows(
            UsageException.class,
            () -> export(first, List.of("gradient"), ExportOptions.defaults(), "second"));
    assertEquals(
        "the model has a signature explain_gradient already; give the method another label",
        e.getMessage());
    export(first, List.of("again=gradient"), ExportOptions.defaults(), "second");
    try (ExplainableModel model = ExplainableModel.load(Shipped.MLP);
        Served served = Served.load(temp.resolve("second"))) {
      NumericArray x = Shipped.inputs(model, 3, 3);
      close(
          "again",
          Objects.requireNonNull(served.run("explain_gradient", x).get("attribution")),
          served.run("explain_again", x).get("attribution"));
      assertEquals(
          "[explain_again, explain_again_target, explain_gradient, explain_gradient_target,"
              + " serving_default]",
          new TreeSet<>(
                  served.bundle().signatures().stream()
                      .map(s -> s.key())
                      .filter(key -> !key.startsWith("__"))
                      .toList())
              .toString());
    }
  }

  @Test
  void frozenExplanationsReadNoVariable() {
    export(Shipped.CNN, List.of("gradient"), ExportOptions.defaults(), "live");
    export(Shipped.CNN, List.of("gradient"), ExportOptions.defaults().withFreeze(true), "frozen");
    assertTrue(readsOfExplanation("live") > 0);
    assertEquals(0, readsOfExplanation("frozen"));
  }

  /** Reads of variables that stand in the exported graph and not in the model's own. */
  private long readsOfExplanation(String name) {
    return reads(temp.resolve(name)) - reads(Shipped.CNN);
  }

  private static long reads(Path model) {
    return SavedModelFile.read(model).getGraphDef().getNodeList().stream()
        .filter(node -> node.getOp().equals("ReadVariableOp"))
        .count();
  }

  @Test
  void aDryRunSaysAllAndWritesNothing() {
    ExportOptions dry = ExportOptions.defaults().withDryRun(true);
    Exported planned = export(Shipped.MLP, List.of("gradient"), dry, "copy");
    assertEquals(null, planned.folder());
    assertEquals(0, temp.toFile().list().length);
    Exported done = export(Shipped.MLP, List.of("gradient"), ExportOptions.defaults(), "copy");
    assertEquals(done.bytes(), planned.bytes());
    assertEquals(done.bytesAdded(), planned.bytesAdded());
    assertEquals(done.signatures(), planned.signatures());
    assertEquals(done.bytes(), temp.resolve("copy/saved_model.pb").toFile().length());
  }
}
