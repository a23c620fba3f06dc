package io.github.gradlens.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessTest {
  /** Black and white, from the formulas of keras.applications.imagenet_utils. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "raw | 0 | 255",
        "unit | 0 | 1",
        "symmetric | -1 | 1",
        "caffe | -103.939;-116.779;-123.68 | 151.061;138.221;131.32",
        "torch | -2.117904;-2.035714;-1.804444 | 2.248908;2.428571;2.640000",
      })
  void carriesTheEndsOfThePixelRange(String id, String black, String white) {
    Preprocess preprocess = Preprocess.of(id);
    assertNear(black, preprocess.grey(0));
    assertNear(white, preprocess.grey(255));
  }

  private static void assertNear(String expected, List<Float> actual) {
    List<Double> values = Arrays.stream(expected.split(";", -1)).map(Double::valueOf).toList();
    assertEquals(values.size(), actual.size());
    for (int i = 0; i < values.size(); i++) {
      assertEquals(values.get(i), actual.get(i), 1e-4);
    }
  }
}
