package io.github.gradlens.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.render.PrototypePicture.Ground;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrototypePictureTest {
  private static final int WHITE = 0xffffffff;
  private static final int BLACK = 0xff000000;

  private static PrototypePicture colour(boolean reversed) {
    return new PrototypePicture(
        new Ground(
            List.of(1L, 2L, 3L),
            true,
            1,
            2,
            3,
            List.of(-100f, -110f, -120f),
            List.of(155f, 145f, 135f),
            reversed));
  }

  @Test
  void boundsAreBlackAndWhiteAndWhatLiesBeyondIsClipped() {
    NumericArray values = NumericArray.of(new float[] {-100, -110, -120, 999, 145, 135}, 1, 2, 3);
    BufferedImage image = colour(false).draw(values);
    assertEquals(BLACK, image.getRGB(0, 0));
    assertEquals(WHITE, image.getRGB(1, 0));
  }

  @Test
  void reversedChannelsBeginWithBlue() {
    NumericArray first = NumericArray.of(new float[] {155, -110, -120, 0, 0, 0}, 1, 2, 3);
    assertEquals(Color.RED.getRGB(), colour(false).draw(first).getRGB(0, 0));
    assertEquals(Color.BLUE.getRGB(), colour(true).draw(first).getRGB(0, 0));
  }

  @Test
  void pixelsAreAsOpaqueAsTheyMatteredUpToTheEightiethPercentile() {
    int n = 11;
    float[] values = new float[n];
    float[] weight = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = 1;
      weight[i] = i;
    }
    PrototypePicture pictures =
        new PrototypePicture(
            new Ground(List.of(1L, 11L), true, 1, n, 1, List.of(0f), List.of(1f), false));
    BufferedImage image =
        pictures.draw(NumericArray.of(values, 1, n, 1), NumericArray.of(weight, 1, n, 1));
    for (int i = 0; i < n; i++) {
      // The 80th percentile of 0 … 10 is 8.
      assertEquals(Math.round(255 * Math.min(1, i / 8.0)), image.getRGB(i, 0) >>> 24, "pixel " + i);
      assertEquals(0xffffff, image.getRGB(i, 0) & 0xffffff);
    }
    BufferedImage without =
        pictures.draw(NumericArray.of(values, 1, n, 1), NumericArray.of(new float[n], 1, n, 1));
    assertEquals(WHITE, without.getRGB(3, 0), "a zero map hides nothing");
  }

  @Test
  void featuresAreBarsAndSequencesAStrip() {
    PrototypePicture table =
        new PrototypePicture(
            new Ground(List.of(13L), false, 1, 13, 1, List.of(), List.of(), false));
    float[] values = new float[13];
    BufferedImage flat = table.draw(NumericArray.of(values.clone(), 1, 13, 1));
    values[3] = 7;
    values[5] = -7;
    BufferedImage bars = table.draw(NumericArray.of(values, 1, 13, 1));
    assertTrue(colours(bars).size() > colours(flat).size(), "bars for and against");
    PrototypePicture sequence =
        new PrototypePicture(
            new Ground(List.of(40L, 3L), false, 1, 120, 1, List.of(), List.of(), false));
    float[] wave = new float[120];
    for (int i = 0; i < wave.length; i++) {
      wave[i] = (float) Math.sin(i);
    }
    BufferedImage strip = sequence.draw(NumericArray.of(wave, 1, 120, 1));
    assertTrue(strip.getWidth() > strip.getHeight());
    assertNotEquals(1, colours(strip).size());
  }

  private static Set<Integer> colours(BufferedImage image) {
    Set<Integer> colours = new HashSet<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colours.add(image.getRGB(x, y));
      }
    }
    return colours;
  }

  @Test
  void smallPicturesStandOnTheSheetAsSharpSquares() {
    BufferedImage small = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    small.setRGB(1, 0, WHITE);
    BufferedImage sheet =
        ContactSheet.draw(
            java.util.Collections.nCopies(10, new ContactSheet.Tile(small, "seven", "f 7")));
    // Five columns of 16 + 148 pixels: 2 pixels, enlarged 74 times.
    assertEquals(16 + 5 * (148 + 16), sheet.getWidth());
    assertEquals(BLACK, sheet.getRGB(16 + 73, 16 + 1));
    assertEquals(WHITE, sheet.getRGB(16 + 74, 16 + 1));
    assertEquals(BLACK, sheet.getRGB(16 + 74, 16 + 74));
  }
}
