package io.github.gradlens.segmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.ElementType;
import io.github.gradlens.array.Npz;
import io.github.gradlens.array.NumericArray;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Felzenszwalb and SLIC against scikit-image's label maps, which python-export writes. */
class SegmentsTest {
  private static final Path PHOTOS = Path.of("target/photo-segments.npz");

  @TestFactory
  List<DynamicTest> agreesWithScikitImage() throws URISyntaxException {
    var resource = Objects.requireNonNull(SegmentsTest.class.getResource("segments.npz"));
    return tests(Npz.read(Path.of(resource.toURI())), 0.999);
  }

  @TestFactory
  List<DynamicTest> agreesWithScikitImageOnPhotos() {
    Assumptions.assumeTrue(
        Files.exists(PHOTOS),
        "no " + PHOTOS + "; python-export/write_regions.py --photos DIR --out writes it");
    return tests(Npz.read(PHOTOS), 0.95);
  }

  /** Keys are IMAGE.image, IMAGE.felzenszwalb.SCALE.LEAST and IMAGE.slic.COUNT. */
  private static List<DynamicTest> tests(Map<String, NumericArray> arrays, double least) {
    List<DynamicTest> tests =
        arrays.keySet().stream()
            .filter(key -> !key.endsWith(".image"))
            .map(key -> DynamicTest.dynamicTest(key, () -> check(arrays, key, least)))
            .toList();
    assertTrue(tests.size() > 40, "only " + tests.size() + " label maps");
    return tests;
  }

  private static void check(Map<String, NumericArray> arrays, String key, double least) {
    String[] parts = key.split("\\.", -1);
    Raster image = raster(Objects.requireNonNull(arrays.get(parts[0] + ".image")));
    int[] expected =
        Arrays.stream(Objects.requireNonNull(arrays.get(key)).toLongs())
            .mapToInt(Math::toIntExact)
            .toArray();
    int number = Integer.parseInt(parts[2]);
    int[] found =
        parts[1].equals("slic")
            ? Slic.segment(image, number, Slic.COMPACTNESS)
            : Felzenszwalb.of(image, 0.8).segment(number, Integer.parseInt(parts[3]));
    assertEquals(expected.length, found.length);
    double index = AdjustedRand.of(expected, found);
    assertTrue(index >= least, key + ": adjusted Rand index " + index);
  }

  private static Raster raster(NumericArray image) {
    double range = image.type() == ElementType.UINT8 ? 255 : 1;
    double[] values = new double[image.size()];
    Arrays.setAll(values, i -> image.doubleAt(i) / range);
    long[] shape = image.shape();
    return new Raster((int) shape[0], (int) shape[1], (int) shape[2], values);
  }

  @Test
  void indexOfRandKnowsEqualAndUnequalMaps() {
    int[] a = {0, 0, 0, 1, 1, 1, 2, 2};
    assertEquals(1, AdjustedRand.of(a, new int[] {7, 7, 7, 5, 5, 5, -1, -1}), 1e-12);
    // 4 of 28 pairs lie together in both, 7 in the first, 7 in the second
    int[] b = {0, 0, 1, 1, 1, 1, 2, 2};
    double expected = (5 - 7.0 * 8 / 28) / (7.5 - 7.0 * 8 / 28);
    assertEquals(expected, AdjustedRand.of(a, b), 1e-12);
  }

  @Test
  void doesNotDependOnWhereTheRangeOfSlicLies() {
    double[] values = new double[30 * 20 * 3];
    Arrays.setAll(values, i -> (i * 7919 % 256 + i / 60) % 256);
    int[] one = Slic.segment(new Raster(20, 30, 3, values), 15, Slic.COMPACTNESS);
    double[] moved = Arrays.stream(values).map(v -> v / 64 - 2).toArray();
    int[] other = Slic.segment(new Raster(20, 30, 3, moved), 15, Slic.COMPACTNESS);
    assertArrayEquals(one, other);
  }

  @Test
  void refusesImagesThatItCannotSegment() {
    Raster five = new Raster(2, 2, 5, new double[20]);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Slic.segment(five, 2, 10));
    assertEquals("SLIC takes one or three channels, got 5", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Raster(2, 2, 3, new double[5]));
    assertThrows(IllegalArgumentException.class, () -> new Raster(0, 2, 3, new double[0]));
  }
}
