package io.github.gradlens.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SPECs take from the rest of the command line: the range of pixels, folders of baselines. */
class SurroundingsTest {
  private static final Path MODEL = Path.of("savedmodels/mnist-mlp");
  private static final Path SAMPLES = MODEL.resolve("samples");

  @TempDir Path temp;

  private int runs;

  private record Ran(int code, String err, Path out) {
    NumericArray map(String label) {
      return Npy.read(out.resolve(label + ".npy"));
    }

    /** The SPEC of each method as the first example's lines have it. */
    Map<String, String> specs() throws IOException {
      Map<String, String> specs = new LinkedHashMap<>();
      for (String line : Files.readAllLines(out.resolve("results.jsonl"))) {
        JsonNode node = new ObjectMapper().readTree(line);
        specs.put(node.get("method").asText(), node.get("spec").asText());
      }
      return specs;
    }
  }

  private Ran explain(List<String> methods, String... more) {
    Path out = temp.resolve("out" + runs++);
    List<String> args = new ArrayList<>(List.of("explain", MODEL.toString(), sample().toString()));
    for (String method : methods) {
      args.addAll(List.of("--method", method));
    }
    args.addAll(List.of("--out", out.toString(), "--format", "npy"));
    args.addAll(List.of(more));
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true),
            args.toArray(new String[0]));
    return new Ran(code, err.toString(), out);
  }

  private static Path sample() {
    return samples().get(0);
  }

  private static List<Path> samples() {
    try (Stream<Path> files = Files.list(SAMPLES)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void assertRefused(String message, Ran ran) {
    assertEquals("gradlens: " + message + "\n", ran.err());
    assertEquals(2, ran.code());
  }

  @Test
  void boundsAreTheRangeOfAGivenPreprocessing() throws IOException {
    Ran ran =
        explain(
            List.of(
                "deep-taylor",
                "lrp-epsilon-gamma-box",
                "lrp:first=box",
                "sg=smoothgrad:samples=2,base=(deep-taylor)",
                "given=deep-taylor:low=0,high=1",
                "wide=deep-taylor:low=-3,high=3"),
            "--preprocess",
            "unit");
    assertEquals("", ran.err());
    Map<String, String> specs = ran.specs();
    for (String label : List.of("deep-taylor", "lrp-epsilon-gamma-box", "given", "sg")) {
      String spec = String.valueOf(specs.get(label));
      assertTrue(spec.contains("low=0,high=1"), spec);
    }
    assertTrue(String.valueOf(specs.get("lrp")).contains("first=box(0;1)"), specs.toString());
    assertTrue(String.valueOf(specs.get("wide")).contains("low=-3,high=3"), specs.toString());
    assertArrayEquals(ran.map("given").toFloats(), ran.map("deep-taylor").toFloats(), 1e-6f);
    String record = Files.readString(ran.out().resolve("run.json"));
    assertTrue(record.contains("\"deep-taylor:low=0,high=1,"), record);
  }

  @Test
  void withoutPreprocessingDeepTaylorTakesSquaredWeights() throws IOException {
    Ran ran = explain(List.of("deep-taylor"));
    assertEquals("", ran.err());
    String spec = String.valueOf(ran.specs().get("deep-taylor"));
    assertTrue(spec.contains("low=none,high=none"), spec);
  }

  @Test
  void withoutPreprocessingABoxNeedsItsBounds() {
    assertRefused(
        "lrp-epsilon-gamma-box needs the parameter 'low': smallest input, v or v1;v2;v3; give low="
            + " and high=, or explain an input with --preprocess P, whose range they then are",
        explain(List.of("lrp-epsilon-gamma-box")));
  }

  @Test
  void theRangeOfPixelsIsNotThatOfAnInnerTensor() throws IOException {
    assertRefused(
        "lrp: first=box is not valid; give box(LOW;HIGH), or explain an input with --preprocess P,"
            + " whose range box then means",
        explain(List.of("lrp:first=box"), "--preprocess", "unit", "--at", "dense"));
  }

  @Test
  void aFolderOfBaselinesIsReadAsInputsAre() throws IOException {
    Path npy = temp.resolve("baselines.npy");
    Npy.write(npy, pixels(samples()));
    Ran ran =
        explain(
            List.of(
                "shap=deeplift-shap:baselines=" + SAMPLES,
                "expected=expected-gradients:samples=5,baselines=" + SAMPLES,
                "shap-npy=deeplift-shap:baselines=" + npy,
                "expected-npy=expected-gradients:samples=5,baselines=" + npy),
            "--preprocess",
            "unit");
    assertEquals("", ran.err());
    for (String label : List.of("shap", "expected")) {
      String spec = String.valueOf(ran.specs().get(label));
      assertTrue(spec.contains("baselines=" + SAMPLES), spec);
      assertArrayEquals(
          ran.map(label + "-npy").toFloats(), ran.map(label).toFloats(), 1e-5f, label);
    }
  }

  /** The pictures' own bytes ÷ 255; they have the model's size. */
  private static NumericArray pixels(List<Path> files) throws IOException {
    float[] values = new float[files.size() * 784];
    for (int k = 0; k < files.size(); k++) {
      BufferedImage image = ImageIO.read(files.get(k).toFile());
      for (int i = 0; i < 784; i++) {
        values[k * 784 + i] = image.getRaster().getSample(i % 28, i / 28, 0) / 255f;
      }
    }
    return NumericArray.of(values, files.size(), 28, 28, 1);
  }

  @Test
  void foldersThatGiveNoBaselinesAreNamed() throws IOException {
    Path empty = Files.createDirectory(temp.resolve("empty"));
    assertRefused(
        "baselines="
            + empty
            + ": folder '"
            + empty
            + "' holds no input; formats: png jpg jpeg bmp gif webp npy npz jsonl csv",
        explain(List.of("deeplift-shap:baselines=" + empty)));
    Path damaged = Files.createDirectory(temp.resolve("damaged"));
    byte[] whole = Files.readAllBytes(sample());
    Files.write(damaged.resolve("a.png"), whole);
    Path cut = damaged.resolve("b.png");
    Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
    Ran ran = explain(List.of("deeplift-shap:baselines=" + damaged));
    assertEquals(2, ran.code());
    assertTrue(
        ran.err().startsWith("gradlens: baselines=" + damaged + ": '" + cut + "' "), ran.err());
    assertEquals(1, ran.err().lines().count());
  }

  @Test
  void baselinesOfAnotherShapeAreRefused() throws IOException {
    Path npy = temp.resolve("flat.npy");
    Npy.write(npy, NumericArray.of(new float[6], 2, 3));
    assertRefused(
        "the baselines have shape [2, 3], an example has [-1, 28, 28, 1]; give an array of"
            + " examples, batch first",
        explain(List.of("deeplift-shap:baselines=" + npy)));
    Path folder = Files.createDirectory(temp.resolve("rows"));
    Files.copy(npy, folder.resolve("flat.npy"));
    Ran ran = explain(List.of("expected-gradients:baselines=" + folder));
    assertEquals(2, ran.code());
    assertTrue(
        ran.err()
            .startsWith(
                "gradlens: baselines="
                    + folder
                    + ": '"
                    + folder.resolve("flat.npy")
                    + "' has shape [2, 3]"),
        ran.err());
  }
}
