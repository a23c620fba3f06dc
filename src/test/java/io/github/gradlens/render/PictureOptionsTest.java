package io.github.gradlens.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.render.PictureOptions.Channels;
import io.github.gradlens.render.PictureOptions.Overlay;
import io.github.gradlens.render.PictureOptions.Sign;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PictureOptionsTest {
  @Test
  void nothingGivenIsTheDefault() {
    PictureOptions options = PictureOptions.parse(null, null, null, null, null, null);
    assertEquals(PictureOptions.DEFAULT, options);
    assertEquals(Scale.image(), options.scale());
    assertNull(options.sign());
    assertEquals(99, options.clip());
    assertEquals(Channels.SUM, options.channels());
    assertEquals(Overlay.NONE, options.overlay());
    assertEquals(0.5, options.alpha());
  }

  @Test
  void everyWordIsRead() {
    assertEquals(
        new PictureOptions(
            new Scale(Scale.Kind.FIXED, 0.25),
            Sign.NEGATIVE,
            99.5,
            Channels.MAX_ABS,
            Overlay.GRAY,
            1),
        PictureOptions.parse("fixed(0.25)", "negative", "99.5", "max-abs", "gray", "1"));
    for (String scale : new String[] {"image", "batch", "method", "none", "fixed(2)"}) {
      assertEquals(scale, Scale.parse(scale).toString());
    }
  }

  @Test
  void badValuesAreQuotedAndTheValidOnesListed() {
    assertMessage(
        "unknown scale 'big'; valid are image, batch, method, fixed(NUMBER) or none",
        () -> parse("big", null, null, null, null, null));
    assertMessage(
        "scale 'fixed(-1)' needs a finite number above 0, as in fixed(0.5)",
        () -> parse("fixed(-1)", null, null, null, null, null));
    assertMessage(
        "scale 'fixed()' needs a finite number above 0, as in fixed(0.5)",
        () -> parse("fixed()", null, null, null, null, null));
    assertMessage(
        "unknown sign 'both'; valid are signed, absolute, positive or negative",
        () -> parse(null, "both", null, null, null, null));
    assertMessage(
        "clip '101' is no percentile; valid are numbers above 0 up to 100, as in 99",
        () -> parse(null, null, "101", null, null, null));
    assertMessage(
        "clip 'NaN' is no percentile; valid are numbers above 0 up to 100, as in 99",
        () -> parse(null, null, "NaN", null, null, null));
    assertMessage(
        "unknown channels 'MAX'; valid are sum, mean, max-abs or l2",
        () -> parse(null, null, null, "MAX", null, null));
    assertMessage(
        "unknown overlay 'grey'; valid are none, image, gray or mask",
        () -> parse(null, null, null, null, "grey", null));
    assertMessage(
        "alpha '50%' is no opacity; valid are numbers from 0 to 1, as in 0.5",
        () -> parse(null, null, null, null, null, "50%"));
  }

  @Test
  void theConstructorsCheckToo() {
    assertMessage(
        "the limit of scale fixed(NaN) must be a finite number above 0",
        () -> new Scale(Scale.Kind.FIXED, Double.NaN));
    assertMessage(
        "clip '0' is no percentile; valid are numbers above 0 up to 100, as in 99",
        () -> new PictureOptions(Scale.image(), null, 0, Channels.SUM, Overlay.NONE, 0.5));
    assertMessage(
        "alpha '1.5' is no opacity; valid are numbers from 0 to 1, as in 0.5",
        () -> new PictureOptions(Scale.image(), null, 99, Channels.SUM, Overlay.NONE, 1.5));
  }

  @Test
  void theSignFollowsTheMethodUnlessGiven() {
    assertEquals(Sign.SIGNED, PictureOptions.DEFAULT.signFor(true));
    assertEquals(Sign.ABSOLUTE, PictureOptions.DEFAULT.signFor(false));
    assertEquals(Sign.ABSOLUTE, parse(null, null, null, "l2", null, null).signFor(true));
    assertEquals(Sign.POSITIVE, parse(null, "positive", null, null, null, null).signFor(true));
  }

  private static PictureOptions parse(@Nullable String... texts) {
    return PictureOptions.parse(texts[0], texts[1], texts[2], texts[3], texts[4], texts[5]);
  }

  private static void assertMessage(String message, Executable call) {
    assertEquals(message, assertThrows(UsageException.class, call).getMessage());
  }
}
