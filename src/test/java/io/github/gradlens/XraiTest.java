package io.github.gradlens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.method.MethodSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XRAI against its ranking in sets of pixels, on attributions that another method gives. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class XraiTest {
  private static final int SIDE = 28;
  private static final int PIXELS = SIDE * SIDE;

  @TempDir Path folder;
  private final ExplainableModel cnn = ExplainableModel.load(Shipped.CNN);
  private final NumericArray x = Shipped.inputs(cnn, 2, 9);

  @AfterAll
  void close() {
    cnn.close();
  }

  /** Two maps an example: bands that lean by the example's number, and columns. */
  private static int label(int example, int map, int pixel) {
    int y = pixel / SIDE;
    int column = pixel % SIDE;
    return map == 0 ? (y + column * example) / 6 : 40 - column / 9;
  }

  private String labels(int examples) {
    int[] values = new int[examples * 2 * PIXELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = label(i / PIXELS / 2, i / PIXELS % 2, i % PIXELS);
    }
    Path file = folder.resolve("labels-" + examples + ".npy");
    Npy.write(file, NumericArray.of(values, examples, 2, SIDE, SIDE));
    return file.toString();
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 1", "1, 2, 30", "2, 0, 50", "1, 40, 5"})
  void isTheRankingOfBlackAndWhiteIntegratedGradients(int examples, int radius, int least) {
    float[] base = explain("integrated-gradients:baseline=black+white,steps=9", null, x);
    String spec =
        String.format(
            "xrai:steps=9,segments=%s,dilation=%d,min-pixels=%d", labels(examples), radius, least);
    float[] found = explain(spec, null, x);
    for (int e = 0; e < 2; e++) {
      double[] a = new double[PIXELS];
      for (int p = 0; p < PIXELS; p++) {
        a[p] = base[e * PIXELS + p];
      }
      double[] expected = ranked(a, regions(examples == 1 ? 0 : e, radius), least);
      for (int p = 0; p < PIXELS; p++) {
        assertEquals(expected[p], found[e * PIXELS + p], 1e-5, "example " + e + ", pixel " + p);
      }
    }
  }

  private static List<Set<Integer>> regions(int example, int radius) {
    List<Set<Integer>> regions = new ArrayList<>();
    for (int map = 0; map < 2; map++) {
      Set<Integer> labels = new TreeSet<>();
      for (int p = 0; p < PIXELS; p++) {
        labels.add(label(example, map, p));
      }
      for (int label : labels) {
        Set<Integer> region = new TreeSet<>();
        for (int p = 0; p < PIXELS; p++) {
          for (int q = 0; q < PIXELS; q++) {
            int dy = p / SIDE - q / SIDE;
            int dx = p % SIDE - q % SIDE;
            if (label(example, map, q) == label && dy * dy + dx * dx <= radius * radius) {
              region.add(p);
            }
          }
        }
        regions.add(region);
      }
    }
    return regions;
  }

  private static double[] ranked(double[] a, List<Set<Integer>> regions, int least) {
    double[] map = new double[PIXELS];
    Set<Integer> rest = new TreeSet<>();
    for (int p = 0; p < PIXELS; p++) {
      rest.add(p);
    }
    List<Set<Integer>> open = new ArrayList<>(regions);
    while (true) {
      Set<Integer> best = Set.of();
      double value = Double.NEGATIVE_INFINITY;
      for (Set<Integer> region : open) {
        Set<Integer> left = new TreeSet<>(region);
        left.retainAll(rest);
        if (left.size() >= least && mean(a, left) > value) {
          best = left;
          value = mean(a, left);
        }
      }
      for (int p : best.isEmpty() ? rest : best) {
        map[p] = best.isEmpty() ? mean(a, rest) : value;
      }
      if (best.isEmpty()) {
        return map;
      }
      rest.removeAll(best);
    }
  }

  private static double mean(double[] a, Set<Integer> pixels) {
    return pixels.stream().mapToDouble(p -> a[p]).average().orElse(0);
  }

  /** Its own segments: every region is one value, and the map sums to what it shares out. */
  @Test
  void sharesOutTheAttributionInRegionsOfItsOwn() {
    float[] base = explain("integrated-gradients:baseline=black+white", null, x);
    float[] found = explain("xrai", null, x);
    for (int e = 0; e < 2; e++) {
      double sum = 0;
      double expected = 0;
      Set<Float> values = new HashSet<>();
      for (int p = e * PIXELS; p < (e + 1) * PIXELS; p++) {
        sum += found[p];
        expected += base[p];
        values.add(found[p]);
      }
      assertEquals(expected, sum, 1e-3);
      assertTrue(values.size() > 1 && values.size() <= PIXELS / 50 + 1, values.size() + " regions");
    }
    assertArrayEquals(found, explain("xrai", null, x), 0f);
  }

  @Test
  void refusesWhatIsNoImage() {
    assertEquals(
        "xrai segments images of 1 or 3 channels, conv1 has shape [?,28,28,16]; give label maps"
            + " of your own, segments=FILE.npy, or name another with --at",
        refusal("xrai", "conv1").replaceFirst("[^ ]*conv1[^ ]*", "conv1"));
    try (ExplainableModel wine = ExplainableModel.load(Shipped.WINE)) {
      UsageException e =
          assertThrows(
              UsageException.class, () -> wine.explainer(ExplainRequest.of("xrai")).close());
      assertTrue(
          String.valueOf(e.getMessage())
              .startsWith("xrai needs a tensor with axes between batch and channels, such as an"),
          e.getMessage());
    }
  }

  @Test
  void refusesLabelMapsOfAnotherForm() {
    Path floats = folder.resolve("floats.npy");
    Npy.write(floats, x);
    UsageException e =
        assertThrows(UsageException.class, () -> MethodSpec.parse("xrai:segments=" + floats));
    assertEquals(
        "xrai: segments="
            + floats
            + " is not valid; give an npy file of integers [examples, maps, height, width] (it"
            + " holds FLOAT32[2, 28, 28, 1])",
        e.getMessage());
    Path wide = folder.resolve("wide.npy");
    Npy.write(wide, NumericArray.of(new long[] {1, 1L << 40}, 1, 1, 1, 2));
    assertEquals(
        "xrai: segments=" + wide + " is not valid; give labels that fit into 32 bits",
        assertThrows(UsageException.class, () -> MethodSpec.parse("xrai:segments=" + wide))
            .getMessage());
    String small = folder.resolve("small.npy").toString();
    Npy.write(Path.of(small), NumericArray.of(new int[12], 1, 1, 3, 4));
    assertEquals(
        "xrai: the label maps of "
            + small
            + " have 3 × 4 pixels, the explained tensor has 28 × 28; give maps of its size",
        refusal("xrai:segments=" + small, null));
  }

  /** Maps of two examples do not do for three. */
  @Test
  void refusesMoreExamplesThanThereAreMapsFor() {
    String spec = "xrai:steps=2,segments=" + labels(2);
    NumericArray three = Shipped.inputs(cnn, 3, 9);
    UsageException e = assertThrows(UsageException.class, () -> explain(spec, null, three));
    assertTrue(
        String.valueOf(e.getMessage()).contains("reads a file of 2 examples"), e.getMessage());
  }

  @Test
  void isNoBaseOfAnotherMethod() {
    UsageException e =
        assertThrows(UsageException.class, () -> MethodSpec.parse("smoothgrad:base=(xrai)"));
    assertEquals(
        "smoothgrad: base=xrai is not valid; give a method that works in the graph alone (for xrai"
            + " the host segments the image and ranks its regions)",
        e.getMessage());
  }

  private String refusal(String spec, @Nullable String at) {
    UsageException e =
        assertThrows(
            UsageException.class, () -> cnn.explainer(ExplainRequest.of(spec).at(at)).close());
    return String.valueOf(e.getMessage());
  }

  private float[] explain(String spec, @Nullable String at, NumericArray inputs) {
    try (Explainer explainer = cnn.explainer(ExplainRequest.of(spec).at(at))) {
      return explainer.explain(inputs).attributions().get(0).value().toFloats();
    }
  }
}
