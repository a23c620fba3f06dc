package io.github.gradlens.maximize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.gradlens.error.UsageException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How transforms are written. */
class TransformTextTest {
  private static final Canvas DIGIT = Canvas.of(28, 28, 1, 0, 1);

  private static String text(String given) {
    return Transforms.parse(given, DIGIT).text();
  }

  private static @Nullable String refusal(String given) {
    return assertThrows(UsageException.class, () -> Transforms.parse(given, DIGIT)).getMessage();
  }

  @Test
  void listsAreReadAndWritten() {
    assertEquals("none", text("none"));
    assertEquals(
        "jitter:8,scale:0.9;1.1,rotate:10,pad:12,crop:0.25;0.1;16,noise:0.08",
        text("jitter:8, scale:0.90;1.1, rotate:10.0, pad:12, crop:.25;.1, noise:.08"));
    assertEquals("crop:1;0;3", text("crop:1;0;3"));
    assertEquals(3, Transforms.parse("crop:1;0;3,noise:1", DIGIT).copies());
  }

  @Test
  void standardFollowsTheImagesSize() {
    assertEquals("jitter:1,scale:0.9;1.1,rotate:10,jitter:1", text("standard"));
    assertEquals(
        "jitter:16,scale:0.9;1.1,rotate:10,jitter:8,noise:0.1",
        Transforms.parse("standard,noise:0.1", Canvas.of(300, 448, 3, 0, 1)).text());
  }

  @Test
  void eachParametrisationHasItsUsualTransforms() {
    Canvas canvas = Canvas.of(224, 224, 3, 0, 1);
    assertEquals("none", Pixels.DEFAULT.transforms(canvas).text());
    assertEquals(
        "jitter:8,scale:0.9;1.1,rotate:10,jitter:4", Fourier.DEFAULT.transforms(canvas).text());
    assertEquals(
        "crop:0.6;0.15;16,noise:0.08",
        new Phase(Spectrum.natural(canvas)).transforms(canvas).text());
  }

  @Test
  void whatIsNotATransformIsToldWhatIs() {
    String valid =
        "; valid are none, standard, jitter:PIXELS, scale:LOW;HIGH, rotate:DEGREES, pad:PIXELS,"
            + " crop:SIZE;DEVIATION or crop:SIZE;DEVIATION;COPIES, noise:DEVIATION";
    assertEquals("unknown transform 'blur:2'" + valid, refusal("jitter:2,blur:2"));
    assertEquals("unknown transform ''" + valid, refusal(""));
    assertEquals("unknown transform ''" + valid, refusal("jitter:2,"));
    assertEquals(
        "'none' stands alone; leave it out of a list of transforms", refusal("none,jitter:2"));
    assertEquals("transform 'jitter' is not written so; write jitter:PIXELS", refusal("jitter"));
    assertEquals("transform 'scale:1' is not written so; write scale:LOW;HIGH", refusal("scale:1"));
    assertEquals(
        "transform 'crop:0.2' is not written so; write crop:SIZE;DEVIATION;COPIES",
        refusal("crop:0.2"));
    assertEquals("transform 'standard:2' is not written so; write standard", refusal("standard:2"));
    assertEquals(
        "'-2' in transform 'jitter:-2' is no whole number of 0 or above", refusal("jitter:-2"));
    assertEquals("'x' in transform 'rotate:x' is no number of 0 or above", refusal("rotate:x"));
  }

  @Test
  void valuesThatDoNothingOrTooMuchAreRefused() {
    for (String given :
        List.of(
            "jitter:0 shifts nothing; give 1 pixel or more",
            "pad:0 adds nothing; give 1 pixel or more",
            "noise:0 adds nothing; give a number above 0",
            "rotate:0 is no angle; give degrees above 0, up to 180",
            "rotate:181 is no angle; give degrees above 0, up to 180",
            "scale:1.1;0.9 is no range of factors; give LOW;HIGH with 0 < LOW <= HIGH",
            "crop:0;0.1;2 is no size of parts; give SIZE;DEVIATION with SIZE from 0.05 to 1,"
                + " DEVIATION from 0 to 1",
            "crop:1;0.1;0 asks for 0 parts; give 1 to 1024")) {
      assertEquals(given, refusal(given.substring(0, given.indexOf(' '))));
    }
    assertEquals(
        "transform 'jitter:28' is as wide as the image of 28 x 28 pixels; give fewer than 28",
        refusal("jitter:28"));
  }
}
