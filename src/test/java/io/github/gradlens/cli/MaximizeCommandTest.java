package io.github.gradlens.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code maximize} whole on shipped models and reads what it wrote. */
class MaximizeCommandTest {
  private static final Path CNN = Path.of("savedmodels/mnist-cnn");
  private static final Path WINE = Path.of("savedmodels/wine");

  @TempDir Path temp;

  private record Ran(int code, String out, String err) {}

  private static Ran run(List<Object> args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = args.stream().map(Object::toString).toArray(String[]::new);
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new Ran(code, out.toString(), err.toString());
  }

  private Path digits(String out, Object... more) {
    List<Object> args = new ArrayList<>(List.of("maximize", CNN, "--preprocess", "unit"));
    args.addAll(List.of(more));
    args.addAll(List.of("--out", temp.resolve(out)));
    Ran ran = run(args);
    assertEquals("", ran.err());
    assertEquals(0, ran.code());
    return temp.resolve(out);
  }

  private static Set<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(f -> f.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static List<JsonNode> history(Path folder) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("history.jsonl"))) {
      lines.add(json.readTree(line));
    }
    return lines;
  }

  private static JsonNode record(Path folder) throws IOException {
    return new ObjectMapper().readTree(folder.resolve("run.json").toFile());
  }

  @Test
  void aRunLeavesPicturesArraysHistoryReportAndRecord() throws IOException {
    Path out =
        digits(
            "out",
            "--target",
            "3",
            "--target",
            "conv3_1:5",
            "--steps",
            "12",
            "--restarts",
            "2",
            "--l2",
            "0.1");
    assertEquals(
        "[3.npy, 3.png, contact-sheet.png, conv3_1-5.npy, conv3_1-5.png, history.jsonl,"
            + " report.html, run.json]",
        files(out).toString());
    NumericArray three = Npy.read(out.resolve("3.npy"));
    assertArrayEquals(new long[] {1, 28, 28, 1}, three.shape());
    BufferedImage picture = ImageIO.read(out.resolve("3.png").toFile());
    for (int p = 0; p < 784; p++) {
      long grey = Math.round(255 * three.doubleAt(p));
      assertEquals(grey, picture.getRGB(p % 28, p / 28) & 0xff, "pixel " + p);
    }
    List<JsonNode> lines = history(out);
    assertEquals(2 * 2 * 12, lines.size());
    assertEquals(
        "[answer, best, diversity, l2, objective, prior, restart, step, target, total, tv]",
        new TreeSet<>(lines.get(0).propertyStream().map(e -> e.getKey()).toList()).toString());
    assertEquals(24, lines.stream().filter(l -> l.get("best").asBoolean()).count());
    assertTrue(lines.get(0).get("l2").asDouble() > 1, "‖x‖² of a grey image");
    for (JsonNode line : lines) {
      double parts = line.get("objective").asDouble() - line.get("l2").asDouble();
      assertEquals(parts, line.get("total").asDouble(), 1e-3 * Math.max(1, Math.abs(parts)));
    }
    String page = Files.readString(out.resolve("report.html"));
    assertTrue(page.contains("<bdi>conv3_1:5</bdi>"));
    assertEquals(2, page.split("class=\"path\"", -1).length - 1);
  }

  @Test
  void theRecordHoldsEverySettingWithItsDefault() throws IOException {
    JsonNode record =
        record(digits("out", "--target", "3", "--steps", "2", "--parametrisation", "phase"));
    assertEquals("phase", record.get("parametrisation").asText());
    assertEquals("1/f", record.get("spectrum").asText());
    assertEquals("nadam", record.get("optimizer").asText());
    assertEquals(1.0, record.get("learning_rate").asDouble());
    assertEquals(2, record.get("steps").asInt());
    assertEquals("logit", record.get("score").asText());
    assertEquals("[0.0]", record.get("canvas").get("low").toString());
    assertEquals("[1.0]", record.get("canvas").get("high").toString());
    assertTrue(record.get("fingerprint").asText().matches("[0-9a-f]{16}"));
  }

  @Test
  void theSameSeedGivesTheSameAndAnotherAnother() throws IOException {
    // Steps as long as the gradient: kernels may round differently from run to run, and a rule
    // that divides by the gradient's size makes whole steps of what rounding leaves of a small one.
    Object[] ask = {
      "--target",
      "7",
      "--steps",
      "8",
      "--parametrisation",
      "fourier",
      "--optimizer",
      "gradient",
      "--learning-rate",
      "0.01"
    };
    float[] once = Npy.read(digits("a", ask).resolve("7.npy")).toFloats();
    assertEquals(0, apart(once, Npy.read(digits("b", ask).resolve("7.npy")).toFloats()), 1e-4);
    List<Object> other = new ArrayList<>(List.of(ask));
    other.addAll(List.of("--seed", "1"));
    float[] seeded = Npy.read(digits("c", other.toArray()).resolve("7.npy")).toFloats();
    assertTrue(apart(once, seeded) > 1e-3);
  }

  /** The mean absolute difference. */
  private static double apart(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum / a.length;
  }

  @Test
  void everyDigitIsTheModelsDigitWhenItsLogOddsAreMadeLarge() throws IOException {
    Path out = digits("out", join(all(), "--score", "logodds", "--steps", "60"));
    List<JsonNode> seen = seenBy(CNN, out);
    for (int digit = 0; digit < 10; digit++) {
      assertEquals(digit, seen.get(digit).get("target").asInt());
      double probability = seen.get(digit).get("probability").asDouble();
      assertTrue(probability >= 0.99, digit + " has the probability " + probability);
    }
  }

  @Test
  void digitsOfAGeneratorAreDigitsToAModelThatHadNoPartInThem() throws IOException {
    Path generator = Path.of("savedmodels/mnist-generator");
    Path out =
        digits(
            "out",
            join(
                all(),
                "--generator",
                generator,
                "--score",
                "logodds",
                "--steps",
                "80",
                "--restarts",
                "3"));
    assertArrayEquals(new long[] {1, 12}, Npy.read(out.resolve("4.code.npy")).shape());
    for (JsonNode line : seenBy(CNN, out)) {
      assertTrue(line.get("probability").asDouble() >= 0.99, line.toString());
    }
    List<JsonNode> seen = seenBy(Path.of("savedmodels/mnist-mlp"), out);
    long agreed = 0;
    for (int digit = 0; digit < 10; digit++) {
      agreed += seen.get(digit).get("target").asInt() == digit ? 1 : 0;
    }
    assertTrue(agreed >= 9, agreed + " of 10");
  }

  @Test
  void anExpertMakesDigitsLikelier() throws IOException {
    Path expert = Path.of("savedmodels/mnist-expert");
    Path out =
        digits("out", "--target", "2", "--prior", expert, "--prior-weight", "0.1", "--steps", "60");
    List<JsonNode> lines = history(out);
    double first = lines.get(0).get("prior").asDouble();
    double last = lines.get(59).get("prior").asDouble();
    assertTrue(last > first + 100, "0.1·log p was " + first + " and became " + last);
    assertEquals(0.1, record(out).get("prior_weight").asDouble());
    assertTrue(record(out).get("prior_fingerprint").asText().matches("[0-9a-f]{16}"));
  }

  private static Object[] all() {
    List<Object> targets = new ArrayList<>();
    for (int digit = 0; digit < 10; digit++) {
      targets.addAll(List.of("--target", digit));
    }
    return targets.toArray();
  }

  /** What a model says of the ten digits that were found: a line of results each. */
  private List<JsonNode> seenBy(Path model, Path found) throws IOException {
    Path check = temp.resolve("check-" + model.getFileName());
    List<Object> ask = new ArrayList<>(List.of("explain", model));
    for (int digit = 0; digit < 10; digit++) {
      ask.add(found.resolve(digit + ".npy"));
    }
    ask.addAll(List.of("--method", "gradient", "--format", "npy", "--out", check));
    assertEquals(0, run(ask).code());
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(check.resolve("results.jsonl"))) {
      lines.add(json.readTree(line));
    }
    assertEquals(10, lines.size());
    return lines;
  }

  @Test
  void aUnitWithoutASlopeIsNamed() throws IOException {
    Path zero = temp.resolve("zero.npy");
    Npy.write(zero, NumericArray.of(new float[48], 48));
    List<Object> ask =
        List.of(
            "maximize",
            CNN,
            "--preprocess",
            "unit",
            "--steps",
            "3",
            "--out",
            temp.resolve("o"),
            "--target",
            "conv3_1:5",
            "--target",
            "conv3_1:" + zero);
    Ran ran = run(ask);
    assertTrue(ran.out().contains("f stayed the same at every step for conv3_1:zero:"), ran.out());
    assertTrue(Files.readString(temp.resolve("o/report.html")).contains("conv3_1:zero: what was"));
    assertEquals(0, record(temp.resolve("o")).get("l2").asDouble(), "a layer's f has its own size");
  }

  @Test
  void minimizingMakesTheScoreSmall() throws IOException {
    Path out = digits("out", "--target", "3", "--steps", "20", "--minimize");
    List<JsonNode> lines = history(out);
    double first = lines.get(0).get("objective").asDouble();
    double last = lines.get(19).get("objective").asDouble();
    assertTrue(last < first - 1, first + " became " + last);
    assertTrue(record(out).get("minimize").asBoolean());
    assertTrue(Files.readString(out.resolve("report.html")).contains("finds least like"));
  }

  @Test
  void severalAnswersAreRowsOfOneArrayAndDiversityPartsThem() throws IOException {
    Object[] ask = {"--target", "8", "--count", "3", "--steps", "40", "--diversity"};
    Path alike = digits("alike", join(ask, "0.001"));
    Path apart = digits("apart", join(ask, "100"));
    assertTrue(files(apart).containsAll(List.of("8.png", "8-2.png", "8-3.png", "8.npy")));
    assertArrayEquals(new long[] {3, 28, 28, 1}, Npy.read(apart.resolve("8.npy")).shape());
    double near = likeness(alike, 0.001);
    double far = likeness(apart, 100);
    assertTrue(far < near - 0.01, "answers are as alike as " + far + ", without " + near);
    assertEquals(
        Set.of(0, 1, 2),
        history(apart).stream().map(l -> l.get("answer").asInt()).collect(Collectors.toSet()));
  }

  private static Object[] join(Object[] some, Object... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray();
  }

  /** D of the last steps, the mean cosine between answers. */
  private static double likeness(Path folder, double weight) throws IOException {
    return history(folder).stream()
            .filter(line -> line.get("step").asInt() == 39)
            .mapToDouble(line -> line.get("diversity").asDouble())
            .average()
            .orElseThrow()
        / weight;
  }

  @Test
  void meanSpectrumDirectionAndStartAreReadFromFiles() throws IOException {
    Path samples = CNN.resolve("samples");
    Path direction = temp.resolve("v.npy");
    float[] v = new float[48];
    v[7] = 2;
    Npy.write(direction, NumericArray.of(v, 48));
    Path out =
        digits(
            "mean",
            "--target",
            "conv3_1:" + direction,
            "--target",
            "conv3_1:7",
            "--steps",
            "1",
            "--mean",
            samples,
            "--l2",
            "1000",
            "--learning-rate",
            "1e-6");
    List<JsonNode> lines = history(out);
    assertEquals("conv3_1:v", lines.get(0).get("target").asText());
    assertEquals(
        2 * lines.get(1).get("objective").asDouble(),
        lines.get(0).get("objective").asDouble(),
        1e-4 * Math.abs(lines.get(0).get("objective").asDouble()) + 2e-2);
    Path start = temp.resolve("start.npy");
    Npy.write(start, NumericArray.of(new float[784], 28, 28, 1));
    Path from = digits("start", "--target", "1", "--steps", "1", "--start", start, "--l2", "1");
    assertEquals(0, history(from).get(0).get("l2").asDouble());
    Path phase =
        digits(
            "phase",
            "--target",
            "1",
            "--steps",
            "3",
            "--parametrisation",
            "phase",
            "--spectrum",
            samples);
    assertTrue(files(phase).contains("1.transparency.npy"));
    assertTrue(ImageIO.read(phase.resolve("1.png").toFile()).getColorModel().hasAlpha());
    assertEquals(samples.toString(), record(phase).get("spectrum").asText());
  }

  @Test
  void tablesAreLearntWithoutBounds() throws IOException {
    Path out = temp.resolve("wine");
    List<Object> ask =
        List.of(
            "maximize",
            WINE,
            "--target",
            "class_2",
            "--steps",
            "20",
            "--l2",
            "0.001",
            "--out",
            out);
    Ran ran = run(ask);
    assertEquals(0, ran.code(), ran.err());
    assertTrue(ran.out().contains("class_2"), ran.out());
    assertArrayEquals(new long[] {1, 13}, Npy.read(out.resolve("class_2.npy")).shape());
    assertNotEquals(0, Npy.read(out.resolve("class_2.npy")).doubleAt(4));
    assertTrue(ImageIO.read(out.resolve("class_2.png").toFile()).getWidth() > 500, "bars");
    Ran again = run(ask);
    assertEquals(2, again.code());
    assertTrue(again.err().contains("holds results"), again.err());
  }
}
