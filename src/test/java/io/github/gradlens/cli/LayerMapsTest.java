package io.github.gradlens.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Class activation maps from the command line: files, layers by name, and what is refused. */
class LayerMapsTest {
  private static final String CNN = "savedmodels/mnist-cnn";

  @TempDir Path temp;

  private record Ran(int code, String err) {}

  private Ran explain(String model, String... methods) {
    float[] values = new float[2 * 784];
    Random random = new Random(4);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(3) == 0 ? random.nextFloat() : 0;
    }
    Path input = temp.resolve("x.npy");
    Npy.write(input, NumericArray.of(values, 2, 28, 28, 1));
    List<String> words = new ArrayList<>(List.of("explain", model, input.toString()));
    for (String method : methods) {
      words.addAll(List.of("--method", method));
    }
    words.addAll(List.of("--format", "npy", "--out", temp.resolve("out").toString()));
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true),
            words.toArray(new String[0]));
    return new Ran(code, err.toString());
  }

  private NumericArray read(String name) {
    return Npy.read(temp.resolve("out").resolve(name));
  }

  @Test
  void writesTheMapAsTheLayerHasItBesideTheLargeOne() {
    Ran ran = explain(CNN, "fine=layer-cam:layer=conv2", "grad-cam", "gradient");
    assertEquals("", ran.err());
    NumericArray large = read("grad-cam.npy");
    NumericArray raw = read("grad-cam.raw.npy");
    assertArrayEquals(new long[] {2, 28, 28, 1}, large.shape());
    assertArrayEquals(new long[] {2, 7, 7}, raw.shape());
    assertArrayEquals(new long[] {2, 28, 28}, read("fine.raw.npy").shape());
    assertArrayEquals(
        read("fine.npy").toFloats(), read("fine.raw.npy").toFloats(), 0f, "of the same size");
    assertTrue(Files.notExists(temp.resolve("out/gradient.raw.npy")));
    // at the corner half-pixel centres hold the first value
    for (int b = 0; b < 2; b++) {
      assertEquals(raw.doubleAt(b * 49), large.doubleAt(b * 784), 1e-6);
    }
  }

  /** A list is the same maps as one SPEC a layer, and one run makes them all. */
  @Test
  void aListOfLayersIsOneResultALayer() throws IOException {
    Ran ran = explain(CNN, "m=grad-cam:layer=conv1;auto", "a=grad-cam:layer=conv1", "b=grad-cam");
    assertEquals("", ran.err());
    assertArrayEquals(read("a.npy").toFloats(), read("m.conv1.npy").toFloats(), 1e-6f);
    assertArrayEquals(read("b.npy").toFloats(), read("m.auto.npy").toFloats(), 1e-6f);
    assertArrayEquals(new long[] {2, 28, 28}, read("m.conv1.raw.npy").shape());
    assertArrayEquals(new long[] {2, 7, 7}, read("m.auto.raw.npy").shape());
    String results = Files.readString(temp.resolve("out/results.jsonl"));
    assertEquals(8, results.lines().count());
    assertTrue(
        results.contains("\"method\":\"m.conv1\",\"spec\":\"grad-cam:layer=conv1,relu=true\""));
  }

  @Test
  void aLabelThatIsAlsoTheNameOfARawMapIsRefused() {
    Ran ran = explain(CNN, "a=grad-cam", "a.raw=gradient");
    assertEquals(3, ran.code());
    assertTrue(
        ran.err()
            .contains("two results would be written to a.raw.npy; give the methods other labels"),
        ran.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "savedmodels/mnist-mlp | grad-cam | grad-cam needs a layer that keeps positions apart",
        "savedmodels/mnist-cnn | grad-cam:layer=conv9 | no layer or tensor 'conv9' for layer=; nearest are conv",
        "savedmodels/mnist-cnn | eigen-cam:layer=probabilities | eigen-cam: layer=probabilities does not stand between what is explained and the score",
        "savedmodels/mnist-cnn | cam:layer=conv1 | cam needs global average pooling and one dense layer between",
      })
  void saysWhatIsWrong(String model, String method, String message) {
    Ran ran = explain(model, method);
    assertEquals(2, ran.code());
    assertTrue(ran.err().startsWith("gradlens: " + message), ran.err());
  }
}
