package io.github.gradlens.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.colour.ColourMap;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class PicturesTest {
  private static final int GREY = 0x646464;

  @Test
  void aMapAloneRunsFromBlueOverWhiteToRed() {
    BufferedImage picture = draw("none", "0.5", true, -2, 0, 2);
    assertEquals(ColourMap.SIGNED.rgb(-1), rgb(picture, 0));
    assertEquals(0xffffff, rgb(picture, 1));
    assertEquals(ColourMap.SIGNED.rgb(1), rgb(picture, 2));
  }

  @Test
  void anUnsignedMapRunsFromBlack() {
    BufferedImage picture = draw("none", "0.5", false, 0, 1, 2);
    assertEquals(0x000000, rgb(picture, 0));
    assertEquals(ColourMap.UNSIGNED.rgb(0.5), rgb(picture, 1));
    assertEquals(ColourMap.UNSIGNED.rgb(1), rgb(picture, 2));
  }

  @Test
  void whereThereIsNoRelevanceTheInputShows() {
    BufferedImage picture = draw("image", "0.5", true, -2, 0, 2);
    assertEquals(GREY, rgb(picture, 1));
    assertEquals(GREY, rgb(draw("image", "0", true, -2, 0, 2), 2));
  }

  @Test
  void theMaskKeepsWhatSpeaksForTheTarget() {
    BufferedImage picture = draw("mask", "1", true, -2, 0, 2);
    assertEquals(0x000000, rgb(picture, 0));
    assertEquals(0x000000, rgb(picture, 1));
    assertEquals(GREY, rgb(picture, 2));
    assertEquals(0x323232, rgb(draw("mask", "0.5", true, -2, 0, 2), 0));
  }

  @Test
  void aPictureHasTheInputsResolution() {
    PictureOptions options = PictureOptions.DEFAULT;
    BufferedImage photo = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    InputView input = new InputView("x", photo, null, List.of(), List.of());
    BufferedImage picture = new Pictures(options).draw(input, cell(true, Layout.IMAGE_HW, 1, 1, 2));
    assertNotNull(picture);
    assertEquals(40, picture.getWidth());
    assertEquals(30, picture.getHeight());
  }

  @Test
  void layoutsWithoutPictureHaveNone() {
    Cell cell = cell(true, Layout.OTHER, 1, 2);
    Pictures pictures = new Pictures(PictureOptions.DEFAULT);
    assertNull(pictures.draw(plain(), cell));
    assertNull(pictures.scale(cell));
  }

  @Test
  void featuresAndSequencesAreDrawnWithoutScreenOrFonts() {
    Pictures pictures = new Pictures(PictureOptions.DEFAULT);
    BufferedImage bars = pictures.draw(plain(), cell(true, Layout.TABLE, 3, -1, 0));
    assertNotNull(bars);
    assertEquals(960, bars.getWidth());
    BufferedImage zero = pictures.draw(plain(), cell(true, Layout.TABLE, 0, 0, 0));
    assertNotNull(zero);
    NumericArray steps = NumericArray.of(new float[] {1, 0, -1, 0}, 4, 1);
    Cell sequence = new Cell("ig", steps, Layout.SEQUENCE, true, null, 1, null, null, 0, List.of());
    BufferedImage strip = pictures.draw(plain(), sequence);
    assertNotNull(strip);
    assertEquals(ColourMap.SIGNED.rgb(1), strip.getRGB(2, 2) & 0xffffff);
  }

  @Test
  void barsComeLargestFirstAndEqualsInTheirOrder() {
    InputView input =
        new InputView(
            "x",
            null,
            NumericArray.of(new float[] {7, 8, 9, 6}, 4),
            List.of("a", "b", "c"),
            List.of());
    Bars bars =
        new Pictures(PictureOptions.DEFAULT)
            .bars(input.shell(), cell(true, Layout.TABLE, 1, -3, -1, 2));
    assertEquals(
        List.of(
            new Bars.Row("b", 8.0, -3),
            new Bars.Row("feature 3", 6.0, 2),
            new Bars.Row("a", 7.0, 1),
            new Bars.Row("c", 9.0, -1)),
        bars.rows());
    assertEquals(3, bars.limit());
  }

  @Test
  void atMostTwentyBarsAreDrawn() {
    Cell cell = cell(true, Layout.TABLE, new float[100]);
    Bars bars = new Pictures(PictureOptions.DEFAULT).bars(plain().shell(), cell);
    assertEquals(20, bars.rows().size());
    assertEquals(100, bars.features());
  }

  private static BufferedImage draw(String overlay, String alpha, boolean signed, float... map) {
    BufferedImage image = new BufferedImage(map.length, 1, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < map.length; x++) {
      image.setRGB(x, 0, GREY);
    }
    PictureOptions options = PictureOptions.parse(null, null, "100", null, overlay, alpha);
    BufferedImage picture =
        new Pictures(options)
            .draw(
                new InputView("x", image, null, List.of(), List.of()),
                cell(signed, Layout.IMAGE_HW, map));
    assertNotNull(picture);
    return picture;
  }

  private static Cell cell(boolean signed, Layout layout, float... map) {
    NumericArray array =
        layout == Layout.TABLE
            ? NumericArray.of(map, map.length)
            : NumericArray.of(map, 1, map.length);
    return new Cell("ig", array, layout, signed, "cat", 1, null, null, 0, List.of());
  }

  private static InputView plain() {
    return new InputView("x", null, null, List.of(), List.of());
  }

  private static int rgb(BufferedImage image, int x) {
    return image.getRGB(x, 0) & 0xffffff;
  }
}
