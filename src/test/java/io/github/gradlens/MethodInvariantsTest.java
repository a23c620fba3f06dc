package io.github.gradlens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.method.MethodRow;
import io.github.gradlens.method.Methods;
import io.github.gradlens.method.Parameter;
import io.github.gradlens.method.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every method of the catalogue must hold, without naming any: finite; the input's shape; same
 * seed same map; a batch of n = n batches of one; target fed = target predicted; FROZEN = LIVE; a
 * memory bound changes nothing; completeness where the row claims it. Methods that need images run
 * on the models that take them, and are refused by the others.
 *
 * <p>A model is loaded once for each kind of weights, and a method's explainer serves all checks of
 * the method. A failure begins with the method and the model.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MethodInvariantsTest {
  private static final int BATCH = 3;
  private static final List<Path> MODELS = List.of(Shipped.MLP, Shipped.CNN, Shipped.WINE);

  /** Of these, the ones no layer of which keeps positions apart. */
  private static final Set<Path> FLAT = Set.of(Shipped.MLP, Shipped.WINE);

  private static final LoadOptions LIVE =
      LoadOptions.defaults().withWeights(LoadOptions.Weights.LIVE);

  private static final Set<String> MAY_LOSE =
      Set.of(
          "excitation-backprop",
          "lrp-alpha-beta",
          "lrp-epsilon-alpha2-beta1",
          "lrp-w-square",
          "lrp-flat");

  @TempDir Path folder;

  private final Map<Path, ExplainableModel> frozen = new LinkedHashMap<>();
  private final Map<Path, ExplainableModel> live = new LinkedHashMap<>();
  private @Nullable Subject current;

  @AfterAll
  void close() {
    if (current != null) {
      current.close();
    }
    frozen.values().forEach(ExplainableModel::close);
    live.values().forEach(ExplainableModel::close);
  }

  @TestFactory
  Stream<DynamicContainer> everyMethod() {
    return MODELS.stream()
        .flatMap(
            path ->
                Methods.rows().stream()
                    .filter(row -> fits(path, row))
                    .map(
                        row -> {
                          String name = row.id() + " on " + path.getFileName();
                          return DynamicContainer.dynamicContainer(
                              name,
                              checks().entrySet().stream().map(c -> test(path, row, name, c)));
                        }));
  }

  /** What a method needs and a model has not is said before anything runs. */
  @TestFactory
  Stream<DynamicTest> everyMethodThatNeedsImagesSaysSo() {
    return MODELS.stream()
        .flatMap(
            path ->
                Methods.rows().stream()
                    .filter(row -> !fits(path, row))
                    .map(
                        row ->
                            DynamicTest.dynamicTest(
                                row.id() + " on " + path.getFileName(), () -> refuses(path, row))));
  }

  private boolean fits(Path path, MethodRow row) {
    ExplainableModel model = frozen.computeIfAbsent(path, ExplainableModel::load);
    return switch (row.needs()) {
      case NOTHING -> true;
      case SPATIAL_AXES -> Shipped.inputs(model, 1, 7).rank() >= 3;
      case FEATURE_MAP -> !FLAT.contains(path);
    };
  }

  private void refuses(Path path, MethodRow row) {
    ExplainableModel model = frozen.computeIfAbsent(path, ExplainableModel::load);
    NumericArray x = Shipped.inputs(model, BATCH, 7);
    ExplainRequest request = ExplainRequest.of(spec(row, x));
    UsageException e = assertThrows(UsageException.class, () -> model.explainer(request).close());
    String lack =
        row.needs() == MethodRow.Needs.FEATURE_MAP
            ? " needs a layer that keeps positions apart"
            : " needs a tensor with axes between batch and channels";
    assertTrue(String.valueOf(e.getMessage()).startsWith(row.id() + lack), e.getMessage());
  }

  private DynamicTest test(
      Path path, MethodRow row, String name, Map.Entry<String, Consumer<Subject>> check) {
    return DynamicTest.dynamicTest(
        check.getKey() + ": " + name,
        () -> {
          try {
            check.getValue().accept(subject(path, row));
          } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(name + ": " + check.getKey() + ": " + e.getMessage(), e);
          }
        });
  }

  private static Map<String, Consumer<Subject>> checks() {
    Map<String, Consumer<Subject>> checks = new LinkedHashMap<>();
    checks.put("is finite and has the input's shape", MethodInvariantsTest::finite);
    checks.put("gives the same map again", MethodInvariantsTest::again);
    checks.put("does not depend on the rest of the batch", MethodInvariantsTest::alone);
    checks.put("takes a fed target as the predicted one", MethodInvariantsTest::fed);
    checks.put("gives the same map with live variables", MethodInvariantsTest::variables);
    checks.put("gives the same map in little memory", MethodInvariantsTest::littleMemory);
    checks.put("has a residual where it claims completeness", MethodInvariantsTest::complete);
    checks.put("its biases explain the residual", MethodInvariantsTest::absorbed);
    return checks;
  }

  private static void finite(Subject subject) {
    NumericArray map = subject.whole.attributions().get(0).value();
    assertArrayEquals(subject.x.shape(), map.shape());
    assertTrue(map.isFinite());
  }

  private static void again(Subject subject) {
    assertArrayEquals(map(subject.whole), map(subject.explainer.explain(subject.x)), 0f);
  }

  private static void alone(Subject subject) {
    float[] whole = map(subject.whole);
    int row = whole.length / BATCH;
    for (int b = 0; b < BATCH; b++) {
      float[] alone = map(subject.explainer.explain(subject.x.rows(b, b + 1)));
      assertClose(Arrays.copyOfRange(whole, b * row, (b + 1) * row), alone, 1e-5);
    }
  }

  private static void fed(Subject subject) {
    List<Long> classes = subject.whole.target();
    assertNotNull(classes);
    Explanation fed =
        subject.explainer.explain(Map.of(subject.input, subject.x), new Target.PerExample(classes));
    assertClose(map(subject.whole), map(fed), 1e-6);
  }

  private static void variables(Subject subject) {
    try (Explainer explainer = subject.live.explainer(subject.request)) {
      assertClose(map(subject.whole), map(explainer.explain(subject.x)), 1e-4);
    }
  }

  private static void littleMemory(Subject subject) {
    try (Explainer explainer = subject.frozen.explainer(subject.request.memory(1))) {
      assertClose(map(subject.whole), map(explainer.explain(subject.x)), 1e-4);
    }
  }

  private static void complete(Subject subject) {
    Attribution attribution = subject.whole.attributions().get(0);
    List<Double> residual = attribution.residual();
    assertEquals(subject.row.complete(), residual != null);
    String id = subject.row.id();
    double tolerance =
        id.equals("integrated-gradients") ? 0.02 : id.startsWith("deeplift-") ? 1e-4 : 1e9;
    for (int b = 0; residual != null && b < BATCH; b++) {
      double bound = tolerance * Math.max(1, Math.abs(attribution.score().get(b)));
      assertTrue(Math.abs(residual.get(b)) < bound, "residual " + residual.get(b));
    }
  }

  /**
   * Σ R and what biases kept make up the score, up to rounding and stabilisers. Rules may lose more
   * at a layer where nothing arrives that they could share by, but the layer's output is not 0.
   */
  private static void absorbed(Subject subject) {
    Attribution attribution = subject.whole.attributions().get(0);
    List<Double> residual = attribution.residual();
    List<Double> absorbed = attribution.absorbed();
    if (residual == null || absorbed == null || MAY_LOSE.contains(subject.row.id())) {
      return;
    }
    for (int b = 0; b < BATCH; b++) {
      double lost = residual.get(b) + absorbed.get(b);
      double bound = 1e-4 * Math.max(1, Math.abs(attribution.score().get(b)));
      assertTrue(Math.abs(lost) < bound, "lost " + lost);
    }
  }

  /** A method on a model, with what several checks ask of it. */
  private record Subject(
      Path path,
      MethodRow row,
      ExplainableModel frozen,
      ExplainableModel live,
      ExplainRequest request,
      Explainer explainer,
      String input,
      NumericArray x,
      Explanation whole)
      implements AutoCloseable {
    @Override
    public void close() {
      explainer.close();
    }
  }

  private static float[] map(Explanation explanation) {
    return explanation.attributions().get(0).value().toFloats();
  }

  /** Tests run in order, so one explainer is open at a time. */
  private Subject subject(Path path, MethodRow row) {
    if (current != null && current.path.equals(path) && current.row.equals(row)) {
      return current;
    }
    if (current != null) {
      current.close();
      current = null;
    }
    ExplainableModel model = frozen.computeIfAbsent(path, ExplainableModel::load);
    NumericArray x = Shipped.inputs(model, BATCH, 7);
    ExplainRequest request = ExplainRequest.of(spec(row, x));
    Explainer explainer = model.explainer(request);
    Subject made =
        new Subject(
            path,
            row,
            model,
            live.computeIfAbsent(path, p -> ExplainableModel.load(p, LIVE)),
            request,
            explainer,
            model.signature("serving_default").inputs().get(0).name(),
            x,
            explainer.explain(x));
    current = made;
    return made;
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
