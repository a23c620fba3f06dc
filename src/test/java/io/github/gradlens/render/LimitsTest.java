package io.github.gradlens.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.render.PictureOptions.Channels;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LimitsTest {
  @Test
  void thePercentileIsLinearBetweenRanks() {
    float[] values = {-4, 1, 3, -2, 0};
    assertEquals(2, Limits.exact(values, 50));
    assertEquals(3.96, Limits.exact(values, 99), 1e-6);
    assertEquals(4, Limits.exact(values, 100));
    assertEquals(7, Limits.exact(new float[] {-7}, 99));
  }

  @Test
  void eachImageHasItsOwnLimit() {
    Limits limits = new Limits(options("image", "50"));
    assertEquals(
        new ColourScale(2, "50th percentile of |R|", false),
        limits.of("ig", map(-4, 1, 3, -2, 0), Layout.IMAGE_HW));
    Limits first = new Limits(options("image", "1"));
    assertEquals("1st percentile of |R|", first.of("ig", map(1, 2), Layout.IMAGE_HW).how());
  }

  @Test
  void aSparseMapIsNotLost() {
    float[] values = new float[1000];
    values[5] = -3;
    assertEquals(
        new ColourScale(3, "largest |R|, the percentile being 0", false),
        new Limits(PictureOptions.DEFAULT).of("ig", map(values), Layout.IMAGE_HW));
  }

  @Test
  void aZeroMapSaysSo() {
    ColourScale scale = new Limits(options("fixed(2)", "99")).of("ig", map(0, 0), Layout.IMAGE_HW);
    assertEquals(new ColourScale(0, "zero map", true), scale);
    assertEquals(0, scale.fraction(5));
  }

  @Test
  void fixedAndNoneDoNotLookAtTheMap() {
    assertEquals(
        new ColourScale(2, "fixed", false),
        new Limits(options("fixed(2)", "99")).of("ig", map(9, 1), Layout.IMAGE_HW));
    assertEquals(
        new ColourScale(1, "not scaled", false),
        new Limits(options("none", "99")).of("ig", map(9, 1), Layout.IMAGE_HW));
  }

  @Test
  void aSharedLimitIsThePercentileOverAllThatWasMeasured() {
    Random random = new Random(1);
    float[] a = new float[5000];
    float[] b = new float[5000];
    float[] both = new float[10000];
    for (int i = 0; i < 10000; i++) {
      both[i] = (float) random.nextGaussian() * (i < 5000 ? 1 : 10);
      (i < 5000 ? a : b)[i % 5000] = both[i];
    }
    Limits batch = new Limits(options("batch", "99"));
    batch.measure("ig", map(a));
    batch.measure("lrp", map(b));
    double exact = Limits.exact(both, 99);
    ColourScale scale = batch.of("ig", map(a), Layout.IMAGE_HW);
    assertEquals(exact, scale.limit(), 0.01 * exact);
    assertEquals("99th percentile of |R| over all", scale.how());

    Limits method = new Limits(options("method", "99"));
    method.measure("ig", map(a));
    method.measure("lrp", map(b));
    double own = Limits.exact(a, 99);
    assertEquals(own, method.of("ig", map(a), Layout.IMAGE_HW).limit(), 0.01 * own);
    assertEquals(
        "99th percentile of |R| over this method", method.of("ig", map(a), Layout.IMAGE_HW).how());
  }

  @Test
  void drawingBeforeMeasuringIsACallersError() {
    Limits limits = new Limits(options("method", "99"));
    assertEquals(
        "maps of 'ig' were not measured before drawing",
        assertThrows(IllegalStateException.class, () -> limits.of("ig", map(1, 2), Layout.IMAGE_HW))
            .getMessage());
  }

  private static PictureOptions options(String scale, String clip) {
    return PictureOptions.parse(scale, null, clip, null, null, null);
  }

  private static RelevanceMap map(float... values) {
    return RelevanceMap.of(
        NumericArray.of(values, 1, values.length), Layout.IMAGE_HW, Channels.SUM);
  }
}
