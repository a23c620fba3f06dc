package io.github.gradlens.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.gradlens.array.ElementType;
import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of jsonl, csv and npz files, and what damage does to them. */
final class TextRowsTest {
  private static final InputSpec PAIR =
      InputSpec.of(InputSpec.Input.of("x", ElementType.FLOAT32, -1, 2));
  private static final InputSpec NAMED =
      InputSpec.of(
          InputSpec.Input.of("age", ElementType.INT64, -1, 1),
          InputSpec.Input.of("city", ElementType.STRING, -1));

  private final Path folder;

  TextRowsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aJsonLineIsAnInstanceOrManyInstances() throws IOException {
    List<Example> rows =
        read(PAIR, "a.jsonl", "[1, 2]\n\n{\"instances\": [[3, 4], {\"x\": [5, 6]}]}\n[7,8]");
    assertEquals(4, rows.size());
    for (int i = 0; i < 4; i++) {
      assertArrayEquals(new float[] {2 * i + 1, 2 * i + 2}, rows.get(i).value("x").toFloats());
    }
  }

  @Test
  void namedInputsTakeStringsAndBytes() throws IOException {
    List<Example> rows =
        read(
            NAMED,
            "a.jsonl",
            "{\"age\": [9007199254740993], \"city\": \"Köln\"}\n"
                + "{\"age\": [2], \"city\": {\"b64\": \"AAH/\"}}");
    assertArrayEquals(new long[] {9007199254740993L}, rows.get(0).value("age").toLongs());
    assertArrayEquals(
        "Köln".getBytes(StandardCharsets.UTF_8), rows.get(0).value("city").bytesAt(0));
    assertArrayEquals(new byte[] {0, 1, -1}, rows.get(1).value("city").bytesAt(0));
  }

  @Test
  void aBadLineIsItsOwnErrorAndTheNextIsRead() throws IOException {
    List<Example> rows =
        read(
            PAIR,
            "a.jsonl",
            "[1, 2\n[1, \"a\"]\n[[1], [2, 3]]\n[1, 2, 3]\n[1, 1e999]\n{\"y\": 1}\n"
                + "{\"x\": [1, 2], \"y\": 1}\n"
                + "[".repeat(100)
                + "\n[1, 2] 3\n[8, 9]");
    Path file = folder.resolve("a.jsonl");
    List<String> errors = rows.stream().map(e -> String.valueOf(e.error())).toList();
    assertEquals(10, rows.size());
    assertEquals("line 2 of '" + file + "' holds \"a\" where a number should stand", errors.get(1));
    assertEquals(
        "line 3 of '" + file + "' is no rectangular array; its parts differ in length",
        errors.get(2));
    assertEquals(
        "line 4 of '"
            + file
            + "' has shape [3], but input 'x' (FLOAT32 [-1, 2]) takes examples of shape [2]",
        errors.get(3));
    assertEquals(
        "line 5 of '"
            + file
            + "' holds Infinity at [1], which is not a finite FLOAT32; mend the value",
        errors.get(4));
    assertEquals(
        "line 6 of '" + file + "' has no value for input 'x' (FLOAT32 [-1, 2])", errors.get(5));
    assertEquals("line 7 of '" + file + "' has an unknown input 'y'; inputs: x", errors.get(6));
    for (int i : new int[] {0, 7, 8}) {
      String start = "line " + (i + 1) + " of '" + file + "' is no JSON: ";
      assertEquals(start, errors.get(i).substring(0, start.length()));
    }
    assertArrayEquals(new float[] {8, 9}, rows.get(9).value("x").toFloats());
  }

  @Test
  void csvColumnsAreFeaturesInHeaderOrder() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "b, a\n1,2\n\"3\" , 4e1\n");
    try (Inputs inputs = Inputs.open(List.of(file.toString()), PAIR, Preprocess.RAW)) {
      assertArrayEquals(new float[] {1, 2}, inputs.next().value("x").toFloats());
      assertEquals(List.of("b", "a"), inputs.featureNames());
      assertArrayEquals(new float[] {3, 40}, inputs.next().value("x").toFloats());
      assertEquals(false, inputs.hasNext());
    }
  }

  @Test
  void csvColumnsFillNamedInputs() throws IOException {
    List<Example> rows = read(NAMED, "a.csv", "city,more,age\nBonn,x,3\n");
    assertArrayEquals(new long[] {3}, rows.get(0).value("age").toLongs());
    assertArrayEquals(
        "Bonn".getBytes(StandardCharsets.UTF_8), rows.get(0).value("city").bytesAt(0));
    assertEquals(
        "'" + folder.resolve("a.csv") + "' has no column 'age', only [city]",
        read(NAMED, "a.csv", "city\nBonn\n").get(0).error());
  }

  @Test
  void aBadCellNamesRowColumnAndText() throws IOException {
    List<Example> rows = read(PAIR, "a.csv", "b,a\n1,two\n1,NaN\n1\n3,4\n");
    Path file = folder.resolve("a.csv");
    assertEquals(
        Arrays.asList(
            "row 0 of '"
                + file
                + "', column 'a', holds 'two', which is no finite number; mend the cell",
            "row 1 of '"
                + file
                + "', column 'a', holds 'NaN', which is no finite number; mend the cell",
            "row 2 of '" + file + "' has 1 cells, but the header has 2",
            null),
        rows.stream().map(Example::error).toList());
  }

  @Test
  void aCsvWithTheWrongNumberOfColumnsIsOneError() throws IOException {
    assertEquals(
        "'" + folder.resolve("a.csv") + "' has 3 columns, but input 'x' (FLOAT32 [-1, 2]) takes 2",
        read(PAIR, "a.csv", "a,b,c\n1,2,3\n4,5,6\n").get(0).error());
  }

  @Test
  void anNpzGivesOneArrayANamedInput() throws IOException {
    Path file = folder.resolve("a.npz");
    Files.write(file, npz());
    List<Example> rows = read(NAMED, file);
    assertEquals(2, rows.size());
    assertArrayEquals(new long[] {8}, rows.get(1).value("age").toLongs());
    assertArrayEquals(new byte[] {'b'}, rows.get(1).value("city").bytesAt(0));
    assertEquals(
        "'" + file + "' holds no array 'x', only [age, city]; save one array a named input",
        read(PAIR, file).get(0).error());
  }

  @Test
  void randomDamageGivesExamplesOrErrorsAndNothingElse() throws IOException {
    Random random = new Random(20260101);
    Path npy = folder.resolve("a.npy");
    Npy.write(npy, NumericArray.of(new float[] {1, 2, 3, 4}, 2, 2));
    byte[][] wholes = {
      Files.readAllBytes(npy),
      npz(),
      "[1, 2]\n{\"instances\": [[3, 4], {\"x\": [5, 6]}]}\n".getBytes(StandardCharsets.UTF_8),
      "{\"age\": [1], \"city\": {\"b64\": \"AAH/\"}}\n".getBytes(StandardCharsets.UTF_8),
      "b,\"a\"\n1,2\n3,4\n".getBytes(StandardCharsets.UTF_8),
    };
    String[] names = {"a.npy", "a.npz", "a.jsonl", "b.jsonl", "a.csv"};
    for (int kind = 0; kind < wholes.length; kind++) {
      for (int round = 0; round < 400; round++) {
        byte[] damaged = wholes[kind].clone();
        for (int n = random.nextInt(4); n >= 0; n--) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        if (random.nextInt(4) == 0) {
          damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
        }
        Path file = Files.write(folder.resolve(names[kind]), damaged);
        InputSpec spec = kind == 1 || kind == 3 ? NAMED : PAIR;
        for (Example example : read(spec, file)) {
          assertEquals(example.failed(), example.values().isEmpty());
          assertEquals(example.failed() ? 1 : 0, lines(example), () -> "" + example.error());
        }
      }
    }
  }

  private static long lines(Example example) {
    return example.error() == null ? 0 : example.error().lines().count();
  }

  private byte[] npz() throws IOException {
    Path file = folder.resolve("made.npz");
    Path part = folder.resolve("part.npy");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      Npy.write(part, NumericArray.of(new long[] {7, 8}, 2, 1));
      zip.putNextEntry(new ZipEntry("age.npy"));
      zip.write(Files.readAllBytes(part));
      Npy.write(part, NumericArray.ofStrings(new byte[][] {{'a'}, {'b'}}, 2));
      zip.putNextEntry(new ZipEntry("city.npy"));
      zip.write(Files.readAllBytes(part));
    }
    return Files.readAllBytes(file);
  }

  private List<Example> read(InputSpec spec, String name, String text) throws IOException {
    return read(spec, Files.writeString(folder.resolve(name), text));
  }

  private static List<Example> read(InputSpec spec, Path file) {
    List<Example> examples = new ArrayList<>();
    try (Inputs inputs = Inputs.open(List.of(file.toString()), spec, Preprocess.RAW)) {
      inputs.forEachRemaining(examples::add);
    }
    return examples;
  }
}
