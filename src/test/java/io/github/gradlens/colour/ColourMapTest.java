package io.github.gradlens.colour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ColourMapTest {
  @Test
  void zeroIsNeutralExactly() {
    assertEquals(0xffffff, ColourMap.SIGNED.rgb(0));
    assertEquals(0xffffff, ColourMap.SIGNED.rgb(-0.0));
    assertEquals(0x000000, ColourMap.UNSIGNED.rgb(0));
    assertEquals(0xffffff, ColourMap.SIGNED.rgb(Double.NaN));
    for (ColourMap map : new ColourMap[] {ColourMap.SIGNED, ColourMap.UNSIGNED}) {
      assertEquals(0, map.argb(0) >>> 24, "zero is clear in a layer");
    }
  }

  @Test
  void theEndsAreHeld() {
    assertEquals(ColourMap.SIGNED.rgb(1), ColourMap.SIGNED.rgb(7));
    assertEquals(ColourMap.SIGNED.rgb(-1), ColourMap.SIGNED.rgb(-7));
    assertEquals(0x000000, ColourMap.UNSIGNED.rgb(-1));
    assertTrue(red(ColourMap.SIGNED.rgb(1)) > 180 && blue(ColourMap.SIGNED.rgb(1)) < 60);
    assertTrue(blue(ColourMap.SIGNED.rgb(-1)) > 180 && red(ColourMap.SIGNED.rgb(-1)) < 60);
  }

  @Test
  void bothSidesOfTheSignedMapAreEquallyLight() {
    for (int i = 1; i <= 20; i++) {
      double t = i / 20.0;
      assertEquals(
          lightness(ColourMap.SIGNED.rgb(t)), lightness(ColourMap.SIGNED.rgb(-t)), 0.02, "t " + t);
    }
  }

  @Test
  void lightnessIsMonotoneInSize() {
    for (int i = 1; i <= 30; i++) {
      double t = i / 30.0;
      double before = (i - 1) / 30.0;
      for (int side : new int[] {-1, 1}) {
        assertTrue(
            lightness(ColourMap.SIGNED.rgb(side * t))
                < lightness(ColourMap.SIGNED.rgb(side * before)));
      }
      assertTrue(lightness(ColourMap.UNSIGNED.rgb(t)) > lightness(ColourMap.UNSIGNED.rgb(before)));
    }
  }

  @Test
  void aLayerOnItsNeutralColourIsTheMap() {
    for (ColourMap map : new ColourMap[] {ColourMap.SIGNED, ColourMap.UNSIGNED}) {
      for (int i = -50; i <= 50; i++) {
        int paint = map.argb(i / 50.0);
        int colour = map.rgb(i / 50.0);
        double share = (paint >>> 24) / 255.0;
        for (int shift = 0; shift < 24; shift += 8) {
          double seen =
              (map.neutral() >> shift & 0xff) * (1 - share) + (paint >> shift & 0xff) * share;
          assertEquals(colour >> shift & 0xff, seen, 1, map + " " + i);
        }
      }
    }
  }

  @Test
  void theMaskDarkensWhatIsIrrelevant() {
    assertEquals(0xff000000, ColourMap.MASK.argb(0));
    assertEquals(0xff000000, ColourMap.MASK.argb(-1));
    assertEquals(0x00000000, ColourMap.MASK.argb(1));
  }

  /** OKLab lightness, written a second time from linear light. */
  private static double lightness(int rgb) {
    double r = linear(red(rgb));
    double g = linear(rgb >> 8 & 0xff);
    double b = linear(blue(rgb));
    double l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    double m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    double s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
  }

  private static double linear(int level) {
    double v = level / 255.0;
    return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
  }

  private static int red(int rgb) {
    return rgb >> 16 & 0xff;
  }

  private static int blue(int rgb) {
    return rgb & 0xff;
  }
}
