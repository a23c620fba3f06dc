package io.github.gradlens.maximize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Spectra of images that are made of known uncorrelated planes, against the naive transform. */
class SpectrumTest {
  @Test
  void meanMagnitudesOfColouredImages() {
    check(5, 6, 3, false);
    check(4, 7, 3, true);
  }

  @Test
  void meanMagnitudesOfOtherImages() {
    check(6, 5, 1, false);
    check(3, 4, 2, false);
  }

  /** Three images of which each pixel is made of uncorrelated numbers; two batches. */
  private static void check(int height, int width, int channels, boolean bgr) {
    Canvas unit = Canvas.of(height, width, channels, 0, 1);
    Canvas canvas = new Canvas(height, width, channels, unit.low(), unit.high(), bgr);
    Random random = new Random(4);
    int pixels = height * width;
    float[] values = new float[3 * pixels * channels];
    double[][] mean = new double[channels][height * (width / 2 + 1)];
    for (int n = 0; n < 3; n++) {
      double[][] planes = new double[channels][pixels];
      for (int p = 0; p < pixels; p++) {
        for (int c = 0; c < channels; c++) {
          planes[c][p] = random.nextDouble();
        }
        for (int c = 0; c < channels; c++) {
          double value = planes[c][p];
          if (channels == 3) {
            int colour = bgr ? 2 - c : c;
            value = NaiveImages.correlated(colour, planes[0][p], planes[1][p], planes[2][p]);
          }
          values[(n * pixels + p) * channels + c] = (float) value;
        }
      }
      for (int c = 0; c < channels; c++) {
        double[] magnitude = NaiveImages.magnitude(planes[c], height, width);
        for (int i = 0; i < magnitude.length; i++) {
          mean[c][i] += magnitude[i] / 3;
        }
      }
    }
    NumericArray images = NumericArray.of(values, 3, height, width, channels);
    Spectrum spectrum =
        Spectrum.of("digits", List.of(images.rows(0, 2), images.rows(2, 3)), canvas);
    assertEquals("digits", spectrum.id());
    int size = mean[0].length;
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < size; i++) {
        assertEquals(mean[c][i], spectrum.magnitude().doubleAt(c * size + i), 1e-4);
      }
    }
  }

  @Test
  void theNaturalSpectrumFallsAsOneOverF() {
    Spectrum natural = Spectrum.natural(Canvas.of(8, 10, 2, 0, 1));
    assertEquals("1/f", natural.id());
    // [1, 3, 2]: channel 1, 3 of 8 cycles down, 2 of 10 across
    double f = Math.sqrt(0.375 * 0.375 + 0.2 * 0.2);
    assertEquals(1 / f, natural.magnitude().doubleAt(8 * 6 + 3 * 6 + 2), 1e-5);
    // 7 of 8 cycles are one backwards
    assertEquals(8, natural.magnitude().doubleAt(7 * 6), 1e-5);
    assertEquals(10, natural.magnitude().doubleAt(0), 1e-5);
  }

  @Test
  void imagesThatMakeNoSpectrumAreNamed() {
    Canvas canvas = Canvas.of(2, 3, 1, 0, 1);
    assertEquals(
        "the spectrum 'photos' has no images; name a folder that has", refusal(List.of(), canvas));
    assertEquals(
        "images of shape [1, 3, 2, 1] for the spectrum 'photos'; the model's are [N, 2, 3, 1]",
        refusal(List.of(NumericArray.of(new float[6], 1, 3, 2, 1)), canvas));
    assertEquals(
        "the spectrum 'photos' is of images of one colour each; name other images",
        refusal(List.of(NumericArray.of(new float[] {1, 1, 1, 1, 1, 1}, 1, 2, 3, 1)), canvas));
    assertEquals(
        "the spectrum 'photos' holds NaN; magnitudes are 0 or above, and finite",
        refusal(
            List.of(NumericArray.of(new float[] {1, 1, 1, 1, Float.NaN, 1}, 1, 2, 3, 1)), canvas));
  }

  private static @Nullable String refusal(List<NumericArray> batches, Canvas canvas) {
    return assertThrows(UsageException.class, () -> Spectrum.of("photos", batches, canvas))
        .getMessage();
  }
}
