package io.github.gradlens.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.method.Parameter;
import io.github.gradlens.metric.MetricRow;
import io.github.gradlens.metric.MetricSpec;
import io.github.gradlens.metric.Metrics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every metric of the catalogue, without naming any, on the shipped models by command line. */
class EveryMetricTest {
  private static final int EXAMPLES = 2;

  @TempDir Path temp;
  private StringWriter err = new StringWriter();

  @BeforeEach
  void clear() {
    err = new StringWriter();
  }

  /** A model, and the shape of its examples. */
  record Subject(String model, List<Integer> shape) {
    boolean isImage() {
      return shape.size() == 3;
    }

    @Override
    public String toString() {
      return model;
    }
  }

  static Stream<Subject> subjects() {
    return Stream.of(
        new Subject("mnist-cnn", List.of(28, 28, 1)),
        new Subject("mnist-mlp", List.of(28, 28, 1)),
        new Subject("wine", List.of(13)));
  }

  /** Blobs for a model of images; shipped rows for one of columns, whose scales differ. */
  private Path inputs(Subject subject) {
    Random random = new Random(3);
    if (subject.isImage()) {
      return write(subject, "x.npy", () -> random.nextInt(3) == 0 ? random.nextFloat() : 0);
    }
    Iterator<Float> shipped = samples(subject).iterator();
    return write(subject, "x.npy", shipped::next);
  }

  private static List<Float> samples(Subject subject) {
    Path file = Path.of("savedmodels", subject.model, "samples", "samples.csv");
    try {
      return Files.readAllLines(file).stream()
          .skip(1)
          .flatMap(line -> Stream.of(line.split(",", -1)))
          .map(Float::valueOf)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path write(Subject subject, String name, Supplier<Float> values) {
    int size = subject.shape.stream().reduce(EXAMPLES, Math::multiplyExact);
    float[] all = new float[size];
    for (int i = 0; i < size; i++) {
      all[i] = values.get();
    }
    long[] shape = new long[subject.shape.size() + 1];
    shape[0] = EXAMPLES;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = subject.shape.get(i - 1);
    }
    Path file = temp.resolve(name);
    Npy.write(file, NumericArray.of(all, shape));
    return file;
  }

  /** The row with its defaults, and a file of masks for what only a user can give. */
  private String spec(MetricRow row, Subject subject) {
    Random random = new Random(4);
    Path masks = write(subject, "masks.npy", () -> random.nextBoolean() ? 1f : 0f);
    List<String> given = new ArrayList<>();
    for (Parameter parameter : row.parameters()) {
      if (parameter.otherwise() == null) {
        given.add(parameter.key() + "=" + masks);
      }
    }
    return given.isEmpty() ? row.id() : row.id() + ":" + String.join(",", given);
  }

  private static boolean fits(String spec, Subject subject) {
    return subject.isImage() || MetricSpec.parse(spec).needs() == MetricRow.Needs.NOTHING;
  }

  private int evaluate(Subject subject, List<String> methods, List<String> metrics, Path out) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "evaluate",
                "savedmodels/" + subject.model,
                inputs(subject).toString(),
                "--out",
                out.toString()));
    methods.forEach(method -> args.addAll(List.of("--method", method)));
    metrics.forEach(metric -> args.addAll(List.of("--metric", metric)));
    return Main.run(
        new PrintWriter(new StringWriter()),
        new PrintWriter(err, true),
        args.toArray(new String[0]));
  }

  private static Map<String, JsonNode> lines(Path out) throws IOException {
    Map<String, JsonNode> found = new HashMap<>();
    for (String line : Files.readAllLines(out.resolve("metrics.jsonl"))) {
      JsonNode node = new ObjectMapper().readTree(line);
      found.put(
          node.get("metric").asText() + " " + node.get("method").asText() + " " + node.get("index"),
          node);
    }
    return found;
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void everyMetricGivesAFigure(Subject subject) throws IOException {
    List<String> specs =
        Metrics.rows().stream()
            .map(row -> spec(row, subject))
            .filter(s -> fits(s, subject))
            .toList();
    List<String> methods = List.of("gradient", "gradient-x-input");
    Path out = temp.resolve("out");
    assertEquals(0, evaluate(subject, methods, specs, out), err.toString());
    Map<String, JsonNode> lines = lines(out);
    assertEquals(specs.size() * methods.size() * EXAMPLES, lines.size());
    for (String spec : specs) {
      String label = MetricSpec.parse(spec).label();
      Set<Double> values = new HashSet<>();
      for (String method : methods) {
        for (int i = 0; i < EXAMPLES; i++) {
          JsonNode line = Objects.requireNonNull(lines.get(label + " " + method + " " + i), label);
          assertTrue(line.has("random"), label);
          if (line.get("value").isNumber()) {
            values.add(line.get("value").asDouble());
            assertTrue(line.get("random").isNumber(), label + " has a figure of a random map");
          }
        }
      }
      assertFalse(values.isEmpty(), label + " on " + subject + " has no value at all");
    }
  }

  /** What methods and metrics share must not change what any of them says. */
  @ParameterizedTest
  @MethodSource("subjects")
  void togetherIsAsAlone(Subject subject) throws IOException {
    List<String> specs =
        Metrics.rows().stream()
            .map(row -> spec(row, subject))
            .filter(s -> fits(s, subject))
            .toList();
    List<String> methods = List.of("gradient", "gradient-x-input");
    Path all = temp.resolve("all");
    assertEquals(0, evaluate(subject, methods, specs, all), err.toString());
    Map<String, JsonNode> together = lines(all);
    for (int m = 0; m < specs.size(); m += 3) {
      Path one = temp.resolve("one-" + m);
      assertEquals(0, evaluate(subject, List.of("gradient"), List.of(specs.get(m)), one));
      lines(one)
          .forEach(
              (key, line) -> {
                JsonNode same = Objects.requireNonNull(together.get(key), key);
                assertClose(key, line.get("value"), same.get("value"));
                assertClose(key, line.get("random"), same.get("random"));
              });
    }
  }

  private static void assertClose(String key, JsonNode alone, JsonNode together) {
    assertEquals(alone.isNull(), together.isNull(), key);
    double tolerance = 1e-4 * Math.max(1, Math.abs(alone.asDouble()));
    assertEquals(alone.asDouble(), together.asDouble(), tolerance, key);
  }

  @Test
  void metricsThatNeedAnImageSaySo() {
    Subject wine = new Subject("wine", List.of(13));
    int refused = 0;
    for (MetricRow row : Metrics.rows()) {
      String spec = spec(row, wine);
      if (!fits(spec, wine)) {
        clear();
        int code = evaluate(wine, List.of("gradient"), List.of(spec), temp.resolve("refused"));
        assertEquals(2, code, row.id());
        assertTrue(err.toString().startsWith("gradlens: " + row.id() + " needs "), err.toString());
        assertFalse(Files.exists(temp.resolve("refused")), row.id());
        refused++;
      }
    }
    assertTrue(refused >= 3, "refused " + refused);
  }

  @Test
  void helpListsEveryMetric() {
    StringWriter help = new StringWriter();
    Main.run(new PrintWriter(help, true), new PrintWriter(err, true), "evaluate", "--help");
    for (MetricRow row : Metrics.rows()) {
      assertTrue(help.toString().contains("  " + row.id() + " "), row.id());
    }
  }

  @Test
  void badValuesOfMetricsAreRefused() {
    Subject wine = new Subject("wine", List.of(13));
    Map<String, String> messages =
        Map.of(
            "road:percentages=5;120",
            "gradlens: road: percentages=5;120 is not valid; give numbers from 0 to below 100,"
                + " separated by ';', such as 5;10;20 or 1;3;...;99\n",
            "random-logit:targets=none",
            "gradlens: random-logit: targets=none is not valid; give all or a whole number from 1\n",
            "pointing-game",
            "gradlens: pointing-game needs the parameter 'mask': FILE.npy, one entry an example, not"
                + " 0 where the object is\n",
            "random-logit",
            "gradlens: random-logit needs an image, [B, H, W, C], and measurements has the shape [?, 13];"
                + " leave the metric out, or choose another tensor with --at\n");
    messages.forEach(
        (spec, message) -> {
          clear();
          assertEquals(2, evaluate(wine, List.of("gradient"), List.of(spec), temp.resolve("bad")));
          assertEquals(message, err.toString());
        });
  }
}
