package io.github.gradlens.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.Npz;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.segmentation.Regions;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Regions and their ranking against python-export's plain numpy, which wrote the cases. */
class RegionRankingTest {
  @TestFactory
  List<DynamicTest> agreesWithPlainNumpy() throws URISyntaxException {
    var resource = Objects.requireNonNull(RegionRankingTest.class.getResource("ranked.npz"));
    Map<String, NumericArray> arrays = Npz.read(Path.of(resource.toURI()));
    List<DynamicTest> tests =
        arrays.keySet().stream()
            .filter(key -> key.endsWith(".map"))
            .map(key -> key.substring(0, key.length() - ".map".length()))
            .map(name -> DynamicTest.dynamicTest(name, () -> check(arrays, name)))
            .toList();
    assertTrue(tests.size() >= 7, "only " + tests.size() + " cases");
    return tests;
  }

  private static void check(Map<String, NumericArray> arrays, String name) {
    NumericArray attribution = array(arrays, name + ".attribution");
    NumericArray labels = array(arrays, name + ".labels");
    long[] settings = array(arrays, name + ".settings").toLongs();
    long[] shape = labels.shape();
    int pixels = (int) (shape[1] * shape[2]);
    List<int[]> regions = new ArrayList<>();
    for (int map = 0; map < shape[0]; map++) {
      int[] one =
          Arrays.stream(labels.rows(map, map + 1).toLongs()).mapToInt(Math::toIntExact).toArray();
      regions.addAll(Regions.of((int) shape[1], (int) shape[2], one, (int) settings[0]));
    }
    double[] values = new double[pixels];
    Arrays.setAll(values, attribution::doubleAt);
    float[] found = RegionRanking.of(values, regions, (int) settings[1]);
    NumericArray expected = array(arrays, name + ".map");
    for (int p = 0; p < pixels; p++) {
      double bound = 1e-6 * Math.max(1, Math.abs(expected.doubleAt(p)));
      assertEquals(expected.doubleAt(p), found[p], bound, "pixel " + p);
    }
  }

  private static NumericArray array(Map<String, NumericArray> arrays, String key) {
    return Objects.requireNonNull(arrays.get(key), key);
  }

  /** Worked by hand: the pair at 5 first, then what is left of the row, then the rest. */
  @Test
  void addsTheBestMeanOfWhatIsNotYetCovered() {
    double[] attribution = {9, 1, 1, 1, 7, 2};
    List<int[]> regions =
        List.of(new int[] {1, 2, 3, 4}, new int[] {0, 1}, new int[] {0}, new int[] {5});
    assertArrayEquals(
        new float[] {5, 5, 3, 3, 3, 2}, RegionRanking.of(attribution, regions.subList(0, 2), 2));
    assertArrayEquals(
        new float[] {9, 2.5f, 2.5f, 2.5f, 2.5f, 2}, RegionRanking.of(attribution, regions, 1));
  }
}
