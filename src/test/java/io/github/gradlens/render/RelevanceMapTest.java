package io.github.gradlens.render;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.render.PictureOptions.Channels;
import org.junit.jupiter.api.Test;

class RelevanceMapTest {
  private static final NumericArray HWC =
      NumericArray.of(new float[] {3, -4, 1, 1, 0, -2}, 1, 3, 2);
  private static final NumericArray CHW =
      NumericArray.of(new float[] {3, 1, 0, -4, 1, -2}, 2, 1, 3);

  @Test
  void channelsArePooledAsNamed() {
    assertPooled(Channels.SUM, -1, 2, -2);
    assertPooled(Channels.MEAN, -0.5f, 1, -1);
    assertPooled(Channels.MAX_ABS, 4, 1, 2);
    assertPooled(Channels.L2, 5, (float) Math.sqrt(2), 2);
  }

  private static void assertPooled(Channels channels, float... expected) {
    RelevanceMap last = RelevanceMap.of(HWC, Layout.IMAGE_HWC, channels);
    RelevanceMap first = RelevanceMap.of(CHW, Layout.IMAGE_CHW, channels);
    assertArrayEquals(expected, last.values(), 1e-6f);
    assertArrayEquals(expected, first.values(), 1e-6f, "channels first");
    assertEquals(1, first.height());
    assertEquals(3, first.width());
  }

  @Test
  void aSequenceIsOneRow() {
    RelevanceMap map =
        RelevanceMap.of(
            NumericArray.of(new double[] {1, 2, 3, 4}, 2, 2), Layout.SEQUENCE, Channels.SUM);
    assertArrayEquals(new float[] {3, 7}, map.values());
    assertEquals(1, map.height());
  }

  @Test
  void valuesThatAreNotFiniteCountAsZero() {
    RelevanceMap map =
        RelevanceMap.of(
            NumericArray.of(new float[] {Float.NaN, 2, Float.POSITIVE_INFINITY, 1}, 2, 1, 2),
            Layout.IMAGE_HWC,
            Channels.SUM);
    assertArrayEquals(new float[] {2, 1}, map.values());
    assertEquals(2, map.notFinite());
  }

  @Test
  void shrinkingKeepsTheMean() {
    float[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    RelevanceMap map =
        RelevanceMap.of(NumericArray.of(values, 3, 5), Layout.IMAGE_HW, Channels.SUM);
    float[] small = map.shrink(2, 2).values();
    assertEquals(8, (small[0] + small[1] + small[2] + small[3]) / 4, 1e-5);
    assertArrayEquals(values, map.shrink(3, 5).values());
  }

  @Test
  void enlargingInterpolatesBetweenCentres() {
    RelevanceMap map =
        RelevanceMap.of(NumericArray.of(new float[] {0, 4}, 1, 2), Layout.IMAGE_HW, Channels.SUM);
    assertArrayEquals(new float[] {0, 1, 3, 4}, map.resize(1, 4).values());
  }

  @Test
  void theLayoutIsGuessedFromTheShape() {
    assertEquals(Layout.TABLE, guess(false, 13));
    assertEquals(Layout.IMAGE_HWC, guess(true, 224, 224, 3));
    assertEquals(Layout.IMAGE_CHW, guess(true, 3, 224, 224));
    assertEquals(Layout.IMAGE_HWC, guess(true, 7, 7, 2048));
    assertEquals(Layout.IMAGE_HWC, guess(false, 2, 2, 4));
    assertEquals(Layout.IMAGE_HW, guess(false, 28, 28));
    assertEquals(Layout.IMAGE_HW, guess(true, 4, 9));
    assertEquals(Layout.SEQUENCE, guess(false, 187, 2));
    assertEquals(Layout.OTHER, guess(false, 4, 4, 4, 2));
    assertEquals(Layout.OTHER, guess(false));
    assertEquals(Layout.OTHER, guess(false, 0, 3));
  }

  private static Layout guess(boolean image, long... shape) {
    return Layout.guess(shape, image);
  }

  @Test
  void aLayoutOfAnotherRankIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> RelevanceMap.of(HWC, Layout.TABLE, Channels.SUM));
    assertEquals("layout TABLE has rank 1, the array has rank 3", e.getMessage());
  }
}
