package io.github.gradlens.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.gradlens.array.ElementType;
import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are read, in which order, and how images and npy files become examples. */
final class InputsTest {
  private static final InputSpec PAIR = spec(ElementType.FLOAT32, -1, 2);
  private static final InputSpec PIXEL = spec(ElementType.FLOAT32, -1, 1, 1, 3);

  private final Path folder;

  InputsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void foldersAreReadSortedWithWhatLiesBelowThem() throws IOException {
    Files.createDirectories(folder.resolve("b/.hidden"));
    for (String name : List.of("z.png", "b/y.png", "b/x.png", ".secret.png", "b/.hidden/n.png")) {
      pixel(name);
    }
    Files.writeString(folder.resolve("LICENSES.md"), "not an input");
    Files.createSymbolicLink(folder.resolve("b/loop"), folder);
    List<Example> examples = read(PIXEL, folder.toString());
    assertEquals(paths("b/x.png", "b/y.png", "z.png"), names(examples));
    assertEquals(List.of(0, 1, 2), examples.stream().map(Example::index).toList());
  }

  @Test
  void globsAreExpandedWhereTheShellHasNot() throws IOException {
    Files.createDirectories(folder.resolve("b"));
    for (String name : List.of("a1.png", "a2.png", "c.png", "b/a3.png")) {
      pixel(name);
    }
    assertEquals(paths("a1.png", "a2.png"), names(read(PIXEL, folder + "/a*.png")));
    assertEquals(paths("b/a3.png"), names(read(PIXEL, folder + "/**/a?.png")));
  }

  @Test
  void aNameThatMatchesNothingIsRefusedBeforeAnythingIsRead() throws IOException {
    pixel("a.png");
    String absent = folder.resolve("x.png").toString();
    assertEquals(
        "no file matches '" + absent + "'; check the name and the current folder",
        usage(PIXEL, Preprocess.RAW, folder.resolve("a.png").toString(), absent));
    assertEquals(
        "no file matches '" + folder + "/*.gif'; check the name and the current folder",
        usage(PIXEL, Preprocess.RAW, folder + "/*.gif"));
    assertEquals(
        "'http://example.org/a.png' is a URL; download it and give the file",
        usage(PIXEL, Preprocess.RAW, "http://example.org/a.png"));
    assertEquals("no input is given; name files, folders or globs", usage(PIXEL, Preprocess.RAW));
  }

  @Test
  void unknownFormatsAndEmptyFoldersAreRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("a.txt"), "hello");
    String formats = "formats: png jpg jpeg bmp gif webp npy npz jsonl csv";
    assertEquals(
        "'" + text + "' has no format that is read; " + formats,
        usage(PIXEL, Preprocess.RAW, text.toString()));
    assertEquals(
        "folder '" + folder + "' holds no input; " + formats,
        usage(PIXEL, Preprocess.RAW, folder.toString()));
  }

  @Test
  void aFifoIsRefusedUnopened() throws Exception {
    Path fifo = folder.resolve("pipe.png");
    Process process;
    try {
      process = new ProcessBuilder("mkfifo", fifo.toString()).start();
    } catch (IOException e) {
      Assumptions.abort("this system has no mkfifo");
      return;
    }
    assertEquals(0, process.waitFor());
    assertEquals(
        "'" + fifo + "' is not a regular file; copy its content to a file",
        usage(PIXEL, Preprocess.RAW, fifo.toString()));
  }

  @Test
  void formatGoesByContentNotBySuffix() throws IOException {
    pixel("a.png");
    Path renamed = Files.move(folder.resolve("a.png"), folder.resolve("a.jpg"));
    List<Example> examples = read(PIXEL, renamed.toString());
    assertArrayEquals(new float[] {1, 2, 3}, examples.get(0).value("x").toFloats());
  }

  @Test
  void aDamagedFileIsItsOwnErrorAndTheRestGoesOn() throws IOException {
    pixel("a.png");
    pixel("c.png");
    Path damaged = folder.resolve("b.png");
    byte[] whole = Files.readAllBytes(folder.resolve("a.png"));
    Files.write(damaged, Arrays.copyOf(whole, 40));
    List<Example> examples = read(PIXEL, folder.toString());
    assertEquals(
        Arrays.asList(null, "'" + damaged + "' is a damaged image: it is truncated", null),
        examples.stream().map(Example::error).toList());
    assertEquals(List.of(0, 1, 2), examples.stream().map(Example::index).toList());
  }

  @Test
  void anImageWhereTheSignatureTakesNoneIsRefusedAtOnce() throws IOException {
    String file = pixel("a.png").toString();
    assertEquals(
        "input 'x' (FLOAT32 [-1, 2]) does not take an image; give an .npy, .npz, .jsonl or .csv"
            + " file",
        usage(PAIR, Preprocess.RAW, file));
    assertEquals(
        "input 'x' (FLOAT32 [-1, 28, 28, 1]) is grey, but --preprocess torch needs colour; use"
            + " unit",
        usage(spec(ElementType.FLOAT32, -1, 28, 28, 1), Preprocess.TORCH, file));
    assertEquals(
        "input 'x' (UINT8 [-1, 28, 28, 3]) takes whole numbers, but --preprocess unit gives"
            + " fractions",
        usage(spec(ElementType.UINT8, -1, 28, 28, 3), Preprocess.UNIT, file));
  }

  @Test
  void layoutsAndOpenSizesFollowTheSignature() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0x010203);
    image.setRGB(1, 0, 0x040506);
    Path file = folder.resolve("a.png");
    ImageIO.write(image, "png", file.toFile());
    NumericArray last = one(spec(ElementType.FLOAT32, -1, -1, -1, 3), file);
    assertArrayEquals(new long[] {1, 2, 3}, last.shape());
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, last.toFloats());
    NumericArray first = one(spec(ElementType.UINT8, -1, 3, 1, 2), file);
    assertArrayEquals(new long[] {3, 1, 2}, first.shape());
    assertArrayEquals(new long[] {1, 4, 2, 5, 3, 6}, first.toLongs());
    NumericArray grey = one(spec(ElementType.INT64, -1, 1, 1), file);
    assertArrayEquals(new long[] {3}, grey.toLongs());
    NumericArray encoded = one(spec(ElementType.STRING, -1), file);
    assertArrayEquals(Files.readAllBytes(file), encoded.bytesAt(0));
  }

  @Test
  void npyRowsAreExamplesInTheSignaturesOwnSpace() {
    Path file = folder.resolve("x.npy");
    Npy.write(file, NumericArray.of(new double[] {1, 2, 3, Double.NaN, 5, 6}, 3, 2));
    List<Example> examples = read(PAIR, file.toString());
    assertEquals(List.of(0, 1, 2), examples.stream().map(Example::row).toList());
    assertArrayEquals(new float[] {1, 2}, examples.get(0).value("x").toFloats());
    assertEquals(
        "row 1 of '" + file + "' holds NaN at [1], which is not a finite FLOAT32; mend the value",
        examples.get(1).error());
    assertArrayEquals(new float[] {5, 6}, examples.get(2).value("x").toFloats());
  }

  @Test
  void anNpyArrayOfTheExamplesShapeIsOneExample() {
    Path file = folder.resolve("x.npy");
    Npy.write(file, NumericArray.of(new int[] {1, 2}, 2));
    assertArrayEquals(new float[] {1, 2}, one(PAIR, file).toFloats());
  }

  @Test
  void aWrongShapeOrTypeNamesBoth() {
    Path file = folder.resolve("x.npy");
    Npy.write(file, NumericArray.of(new float[6], 2, 3));
    assertEquals(
        "'"
            + file
            + "' has shape [2, 3], which fits neither input 'x' (FLOAT32 [-1, 2]) nor one example"
            + " of it",
        read(PAIR, file.toString()).get(0).error());
    Npy.write(file, NumericArray.of(new float[] {1.5f, 2}, 1, 2));
    assertEquals(
        "row 0 of '"
            + file
            + "' holds 1.5 at [0], which is no INT32 as input 'x' (INT32 [-1, 2]) takes",
        read(spec(ElementType.INT32, -1, 2), file.toString()).get(0).error());
    assertEquals(
        "row 0 of '"
            + file
            + "' holds elements of type FLOAT32, but input 'x' (STRING [-1, 2]) takes STRING",
        read(spec(ElementType.STRING, -1, 2), file.toString()).get(0).error());
  }

  @Test
  void anNpyFileForSeveralInputsNamesNpz() {
    Path file = folder.resolve("x.npy");
    Npy.write(file, NumericArray.of(new float[2], 1, 2));
    InputSpec two =
        InputSpec.of(
            InputSpec.Input.of("a", ElementType.FLOAT32, -1, 2),
            InputSpec.Input.of("b", ElementType.FLOAT32, -1, 2));
    assertEquals(
        "'"
            + file
            + "' holds one array, but the signature has the inputs a, b; give an .npz file with"
            + " one array a named input",
        read(two, file.toString()).get(0).error());
  }

  @Test
  void theNumberOfExamplesIsKnownWhereReadingIsNotNeeded() throws IOException {
    Path file = folder.resolve("x.npy");
    Npy.write(file, NumericArray.of(new float[6], 3, 2));
    Path lines = Files.writeString(folder.resolve("x.jsonl"), "[1, 2]\n");
    try (Inputs inputs = Inputs.open(List.of(file.toString()), PAIR, Preprocess.RAW)) {
      assertEquals(3, inputs.countEstimate());
    }
    try (Inputs inputs = Inputs.open(List.of(lines.toString()), PAIR, Preprocess.RAW)) {
      assertEquals(-1, inputs.countEstimate());
    }
  }

  @Test
  void preprocessingFollowsItsFormulas() {
    float[] expectedTorch = {
      (1 - 0.485f) / 0.229f, (0 - 0.456f) / 0.224f, (0.2f - 0.406f) / 0.225f
    };
    assertArrayEquals(expectedTorch, apply(Preprocess.TORCH), 1e-6f);
    assertArrayEquals(
        new float[] {51 - 103.939f, -116.779f, 255 - 123.68f}, apply(Preprocess.CAFFE), 1e-4f);
    assertArrayEquals(new float[] {1, -1, -0.6f}, apply(Preprocess.SYMMETRIC), 1e-6f);
    assertArrayEquals(new float[] {1, 0, 0.2f}, apply(Preprocess.UNIT), 1e-6f);
    assertArrayEquals(new float[] {255, 0, 51}, apply(Preprocess.of("raw")));
    UsageException e = assertThrows(UsageException.class, () -> Preprocess.of("tf"));
    assertEquals(
        "unknown preprocessing 'tf'; choose one of raw, unit, symmetric, caffe, torch",
        e.getMessage());
  }

  private static float[] apply(Preprocess preprocess) {
    float[] values = {255, 0, 51};
    preprocess.apply(values, 3);
    return values;
  }

  private static InputSpec spec(ElementType type, long... shape) {
    return InputSpec.of(InputSpec.Input.of("x", type, shape));
  }

  private static NumericArray one(InputSpec spec, Path file) {
    return read(spec, file.toString()).get(0).value("x");
  }

  private static List<Example> read(InputSpec spec, String... arguments) {
    List<Example> examples = new ArrayList<>();
    try (Inputs inputs = Inputs.open(List.of(arguments), spec, Preprocess.RAW)) {
      inputs.forEachRemaining(examples::add);
    }
    return examples;
  }

  private static String usage(InputSpec spec, Preprocess preprocess, String... arguments) {
    UsageException e =
        assertThrows(
            UsageException.class, () -> Inputs.open(List.of(arguments), spec, preprocess).close());
    return String.valueOf(e.getMessage());
  }

  private static List<String> names(List<Example> examples) {
    return examples.stream().map(Example::name).toList();
  }

  private List<String> paths(String... names) {
    return Arrays.stream(names).map(name -> folder.resolve(name).toString()).toList();
  }

  private Path pixel(String name) throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0x010203);
    Path file = folder.resolve(name);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
