package io.github.gradlens.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code evaluate} whole on a shipped model and reads what it wrote. */
class EvaluateCommandTest {
  private static final Path MODEL = Path.of("savedmodels/mnist-mlp");

  @TempDir Path temp;

  private record Ran(int code, String out, String err) {}

  private static Ran run(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new Ran(code, out.toString(), err.toString());
  }

  @BeforeEach
  void needsModel() {
    Assumptions.assumeTrue(
        Files.isDirectory(MODEL), "savedmodels/mnist-mlp is absent; check out savedmodels");
  }

  /** Six digits in folders that are their classes, as shipped with the other model. */
  private Path digits() throws IOException {
    Path folder = temp.resolve("digits");
    for (String name : List.of("1-a", "3-a", "4-a", "7-a", "8-a", "9-a")) {
      Path of = Files.createDirectories(folder.resolve(name.substring(0, 1)));
      Path sample = Path.of("savedmodels/mnist-cnn/samples/digit-" + name + ".png");
      Files.copy(sample, of.resolve("digit.png"));
    }
    return folder;
  }

  private Ran evaluate(Path input, Object... more) {
    List<Object> args =
        new ArrayList<>(
            List.of(
                "evaluate",
                MODEL,
                input,
                "--preprocess",
                "unit",
                "--method",
                "gradient",
                "--method",
                "gxi=gradient-x-input",
                "--metric",
                "del=deletion:steps=4",
                "--metric",
                "sparseness",
                "--metric",
                "parameter-randomisation",
                "--out",
                temp.resolve("out")));
    args.addAll(List.of(more));
    return run(args.toArray());
  }

  private String report() throws IOException {
    return Files.readString(temp.resolve("out/report.html"));
  }

  private JsonNode record() throws IOException {
    return new ObjectMapper().readTree(temp.resolve("out/run.json").toFile());
  }

  @Test
  void theMatrixHoldsTheSummarysNumbers() throws IOException {
    assertEquals(0, evaluate(digits()).code());
    String page = report();
    Map<String, List<Double>> shown = new HashMap<>();
    String body = page.substring(page.indexOf("<tbody>"), page.indexOf("</tbody>"));
    Matcher row = Pattern.compile("<th scope=\"row\"><bdi>(.*?)</bdi></th>(.*)").matcher(body);
    while (row.find()) {
      Matcher cell =
          Pattern.compile("([0-9.e−]+)</span><small>± ([0-9.e−]+)<").matcher(row.group(2));
      List<Double> numbers = new ArrayList<>();
      while (cell.find()) {
        numbers.add(number(cell.group(1)));
        numbers.add(number(cell.group(2)));
      }
      shown.put(row.group(1), numbers);
    }
    List<String> lines = Files.readAllLines(temp.resolve("out/summary.csv"));
    List<String> metrics = List.of("del", "sparseness", "parameter-randomisation");
    int compared = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      int place = 2 * metrics.indexOf(cells[0]);
      List<Double> numbers = Objects.requireNonNull(shown.get(cells[1]), cells[1]);
      close(Double.parseDouble(cells[2]), numbers.get(place));
      close(Double.parseDouble(cells[3]), numbers.get(place + 1));
      compared++;
    }
    assertEquals(6, compared);
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace('−', '-'));
  }

  /** Three digits are shown. */
  private static void close(double expected, double shown) {
    assertEquals(expected, shown, 0.006 * Math.abs(expected) + 1e-12);
  }

  @Test
  void theReportDrawsCurvesAndShowsAFewExamples() throws IOException {
    assertEquals(0, evaluate(digits()).code());
    String page = report();
    assertTrue(page.contains("id=\"chart-del\""));
    assertTrue(page.contains("id=\"chart-parameter-randomisation\""));
    assertFalse(page.contains("id=\"chart-sparseness\""), "it has no curve");
    assertEquals(2 * EvaluationGallery.SHOWN, count(page, "<table class=\"film\">"));
    assertTrue(page.contains(">0 %</th>") && page.contains(">100 %</th>"));
    assertTrue(page.contains(">depth 1</th>"));
    assertTrue(page.contains("random map</title>"), "its curve too");
  }

  @Test
  void continuityShowsTheShiftedExampleAboveItsMaps() throws IOException {
    assertEquals(0, evaluate(digits(), "--metric", "continuity").code());
    String page = report();
    assertTrue(page.contains("id=\"chart-continuity\""));
    String film = page.substring(page.indexOf("id=\"chart-continuity\""));
    film = film.substring(film.indexOf("<table class=\"film\">"), film.indexOf("</table>"));
    assertTrue(film.contains(">−26 px</th>") && film.contains(">28 px</th>"), film);
    assertTrue(film.indexOf("<bdi>input</bdi>") < film.indexOf("<bdi>gradient"), film);
    assertEquals(1, count(film, "<bdi>input</bdi>"));
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  @Test
  void foldersThatAreClassesGiveTheAccuracy() throws IOException {
    Ran ran = evaluate(digits());
    JsonNode accuracy = record().get("accuracy");
    assertEquals(6, accuracy.get("known").asInt());
    long right = accuracy.get("right").asLong();
    assertTrue(right >= 5, () -> "the shipped model knows its digits: " + right);
    String says = "ccuracy " + (right == 6 ? "100.0" : "83.3") + " % (" + right + " of 6 inputs)";
    assertTrue(ran.out().contains(says), ran.out());
    assertTrue(report().contains(says), "the report says the same");
    assertFalse(ran.out().contains("--preprocess"), "nothing is wrong here");
  }

  @Test
  void wrongFoldersCallForALookAtThePreprocessing() throws IOException {
    Path folder = temp.resolve("wrong");
    Path digits = digits();
    for (String digit : List.of("1", "3", "4", "7", "8", "9")) {
      Path of = Files.createDirectories(folder.resolve("" + (Integer.parseInt(digit) + 1) % 10));
      Files.copy(digits.resolve(digit).resolve("digit.png"), of.resolve("digit.png"));
    }
    Ran ran = evaluate(folder);
    assertTrue(ran.out().contains("check --preprocess"), ran.out());
    assertTrue(report().contains("check --preprocess"));
  }

  @Test
  void otherFoldersGiveNone() throws IOException {
    Path other = Files.createDirectories(temp.resolve("pictures"));
    Files.copy(digits().resolve("3/digit.png"), other.resolve("three.png"));
    Ran ran = evaluate(other);
    assertFalse(ran.out().contains("ccuracy"), ran.out());
    assertFalse(record().has("accuracy"));
    assertFalse(report().contains("ccuracy"));
  }

  @Test
  void aBadExampleIsOneLineAndTheRestGoesOn() throws IOException {
    Path folder = digits();
    String name = "<b>bad&.png";
    Files.writeString(folder.resolve("3").resolve(name), "no picture");
    Ran ran = evaluate(folder);
    assertEquals(3, ran.code());
    assertEquals(1, ran.err().lines().count(), ran.err());
    assertTrue(ran.err().startsWith("gradlens: 1 input of 7 failed, see "), ran.err());
    List<String> lines = Files.readAllLines(temp.resolve("out/metrics.jsonl"));
    assertEquals(1, lines.stream().filter(line -> line.contains("\"error\"")).count());
    assertEquals(6 * 2 * 3 + 1, lines.size());
    assertTrue(report().contains("&lt;b&gt;bad&amp;.png"));
    assertFalse(report().contains("<b>bad"));
    assertEquals(6, record().get("accuracy").get("known").asInt());
  }

  @Test
  void aWrongMetricIsRefusedBeforeTheModelIsRead() {
    Ran ran =
        run(
            "evaluate",
            temp.resolve("no-model"),
            "x.png",
            "--method",
            "gradient",
            "--metric",
            "deletion:step=3",
            "--out",
            temp.resolve("out"));
    assertEquals(2, ran.code());
    assertTrue(ran.err().contains("step") && ran.err().contains("deletion"), ran.err());
    assertFalse(ran.err().contains("no-model"), ran.err());
    assertFalse(Files.exists(temp.resolve("out")));
  }
}
