package io.github.gradlens.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whole command lines in this process and holds their messages and exit codes. */
class CommandLineTest {
  private static final Path MODEL = Path.of("savedmodels/mnist-mlp");

  @TempDir Path temp;

  /** What a command line left behind. */
  private record Ran(int code, String out, String err) {}

  private static Ran run(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> words = new ArrayList<>();
    for (Object arg : args) {
      words.add(arg.toString());
    }
    int code =
        Main.run(
            new PrintWriter(out, true), new PrintWriter(err, true), words.toArray(new String[0]));
    return new Ran(code, out.toString(), err.toString());
  }

  private static void refused(String message, Object... args) {
    Ran ran = run(args);
    assertEquals("gradlens: " + message + "\n", ran.err());
    assertEquals(2, ran.code());
    assertEquals("", ran.out());
  }

  private Ran explain(Path input, Object... more) {
    List<Object> args =
        new ArrayList<>(
            List.of(
                "explain",
                MODEL,
                input,
                "--method",
                "gradient",
                "--out",
                temp.resolve("out"),
                "--format",
                "npy"));
    args.addAll(List.of(more));
    return run(args.toArray());
  }

  private static void needsModel() {
    Assumptions.assumeTrue(
        Files.isDirectory(MODEL), "savedmodels/mnist-mlp is absent; check out savedmodels");
  }

  private Path digits(int count) {
    Path file = temp.resolve("digits.npy");
    Npy.write(file, NumericArray.of(new float[count * 784], count, 28, 28, 1));
    return file;
  }

  @Test
  void commandsThatDoNotExistAreNamed() {
    refused(
        "unknown command 'minimize'; the commands are inspect, explain, evaluate, maximize, export,"
            + " benchmark, demo; see 'gradlens --help'",
        "minimize");
  }

  @Test
  void noCommandIsAnError() {
    refused(
        "no command is given; the commands are inspect, explain, evaluate, maximize, export, benchmark"
            + " and demo; see 'gradlens --help'");
  }

  @Test
  void optionsThatDoNotExistAreRefused() {
    refused(
        "unknown option '--heatmap' of gradlens inspect; see 'gradlens inspect --help'",
        "inspect",
        MODEL,
        "--heatmap");
  }

  @Test
  void missingArgumentsAreNamed() {
    refused("gradlens explain needs MODEL; see 'gradlens explain --help'", "explain");
    refused(
        "gradlens explain needs --method SPEC and --out DIR; see 'gradlens explain --help'",
        "explain",
        "model",
        "input.png");
  }

  @Test
  void tfrecordDoesNotExistYet() {
    refused(
        "--format tfrecord does not exist yet; use npy for raw relevance",
        "explain",
        "m",
        "i",
        "--method",
        "gradient",
        "--out",
        "o",
        "--format",
        "tfrecord");
  }

  @Test
  void missingModelIsNamed() {
    Path absent = temp.resolve("absent");
    Ran ran = run("inspect", absent);
    assertEquals(2, ran.code());
    assertTrue(
        ran.err().startsWith("gradlens: ") && ran.err().contains(absent.toString()), ran.err());
    assertEquals(1, ran.err().lines().count());
  }

  @Test
  void truncatedModelIsOneLine() throws IOException {
    needsModel();
    Path broken = Files.createDirectory(temp.resolve("broken"));
    byte[] whole = Files.readAllBytes(MODEL.resolve("saved_model.pb"));
    Files.write(broken.resolve("saved_model.pb"), java.util.Arrays.copyOf(whole, whole.length / 2));
    Ran ran = run("inspect", broken);
    assertEquals(2, ran.code());
    assertEquals(1, ran.err().lines().count(), ran.err());
    assertFalse(ran.err().contains("bug in GradLens"), ran.err());
  }

  @Test
  void unknownNamesOfAModelAreOneLine() {
    needsModel();
    Path input = digits(1);
    for (String[] option :
        new String[][] {
          {"--signature", "serve"},
          {"--output", "probabilities"},
          {"--at", "conv9"},
          {"--target", "99"}
        }) {
      Ran ran = explain(input, option[0], option[1], "--force");
      assertEquals(2, ran.code(), ran.err());
      assertEquals(1, ran.err().lines().count(), ran.err());
      assertTrue(ran.err().contains(option[1]), ran.err());
      assertFalse(ran.err().contains("bug in GradLens"), ran.err());
    }
  }

  @Test
  void unknownClassNameListsTheForms() {
    needsModel();
    assertEquals(
        "gradlens: --target 'cat' is neither an index nor one of 10 labels; forms are argmax,"
            + " INDEX[;INDEX...], NAME, A-B, margin, FILE.npy\n",
        explain(digits(1), "--target", "cat").err());
  }

  @Test
  void oneBadExampleTakesNoOtherWithIt() throws IOException {
    needsModel();
    float[] values = new float[3 * 784];
    values[784] = Float.NaN;
    Path file = temp.resolve("three.npy");
    Npy.write(file, NumericArray.of(values, 3, 28, 28, 1));
    Ran ran = explain(file);
    Path out = temp.resolve("out");
    String why =
        "row 1 of '"
            + file
            + "' holds NaN at [0, 0, 0], which is not a finite FLOAT32; mend the value";
    assertEquals(
        "gradlens: 1 input of 3 failed, see "
            + out.resolve("results.jsonl")
            + "; the first: "
            + why
            + "\n",
        ran.err());
    assertEquals(3, ran.code());
    assertEquals(2, Npy.read(out.resolve("gradient.npy")).shape()[0]);
    List<String> lines = Files.readAllLines(out.resolve("results.jsonl"));
    assertEquals(
        "{\"input\":\""
            + file
            + "\",\"index\":1,\"method\":\"gradient\",\"error\":\""
            + why
            + "\"}",
        lines.get(1));
    assertTrue(
        lines.get(2).startsWith("{\"input\":\"" + file + "\",\"index\":2,\"row\":2,"),
        lines.get(2));
  }

  @Test
  void emptyImageIsThatExamplesError() throws IOException {
    needsModel();
    Path image = Files.createFile(temp.resolve("empty.png"));
    Ran ran = explain(image);
    assertEquals(3, ran.code(), ran.err());
    assertEquals(1, ran.err().lines().count(), ran.err());
  }

  @Test
  void folderWithResultsIsRefusedWithoutForce() {
    needsModel();
    Path input = digits(2);
    assertEquals(0, explain(input).code());
    Path out = temp.resolve("out");
    Ran again = explain(input);
    assertEquals(
        "gradlens: folder '"
            + out
            + "' holds results (gradient.npy); choose another --out, or"
            + " replace them with --force\n",
        again.err());
    assertEquals(2, again.code());
    assertEquals(0, explain(input, "--force").code());
  }

  @Test
  void targetsOfEveryFormRun() {
    needsModel();
    Path input = digits(2);
    Path each = temp.resolve("each.npy");
    Npy.write(each, NumericArray.of(new long[] {3, 4}, 2));
    Path mask = temp.resolve("mask.npy");
    Npy.write(mask, NumericArray.of(new float[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 10));
    for (String target :
        List.of("argmax", "margin", "3", "3-5", each.toString(), mask.toString())) {
      Ran ran = explain(input, "--target", target, "--force");
      assertEquals(0, ran.code(), target + ": " + ran.err());
    }
  }

  @Test
  void helpExistsAtEveryLevel() {
    for (String command : List.of("inspect", "explain", "benchmark", "demo")) {
      Ran ran = run(command, "--help");
      assertEquals(0, ran.code());
      assertTrue(ran.out().startsWith("Usage: gradlens " + command), ran.out());
    }
  }

  @Test
  void sizesAreReadInBothPowers() {
    assertEquals(2L << 30, MemorySize.parse("--memory", "2GiB"));
    assertEquals(800_000_000L, MemorySize.parse("--memory", "800MB"));
    assertEquals(1L << 30, MemorySize.parse("--memory", "1G"));
  }
}
