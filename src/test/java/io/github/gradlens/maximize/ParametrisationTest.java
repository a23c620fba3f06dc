package io.github.gradlens.maximize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Images and derivatives of each parametrisation against sums over all frequencies in double. */
class ParametrisationTest {
  private static final List<Canvas> CANVASES =
      List.of(
          Canvas.of(4, 6, 3, 0, 1),
          Canvas.of(5, 7, 3, -1, 1),
          Canvas.of(6, 5, 1, 0, 255),
          Canvas.of(3, 4, 2, 0, 1),
          new Canvas(4, 5, 3, List.of(-104f, -117f, -124f), List.of(151f, 138f, 131f), true));

  private static double[] naiveFourier(double[] learnt, Canvas canvas) {
    int height = canvas.height();
    int width = canvas.width();
    int size = height * (width / 2 + 1);
    double[][] planes = new double[canvas.channels()][];
    for (int c = 0; c < canvas.channels(); c++) {
      double[] real = new double[size];
      double[] imaginary = new double[size];
      for (int i = 0; i < size; i++) {
        int y = i / (width / 2 + 1);
        int x = i % (width / 2 + 1);
        double fy = Math.min(y, height - y) / (double) height;
        double fx = x / (double) width;
        double f = Math.max(Math.sqrt(fy * fy + fx * fx), 1.0 / Math.max(height, width));
        double scale = Math.sqrt(height * width) / f;
        real[i] = scale * learnt[c * size + i];
        imaginary[i] = scale * learnt[(canvas.channels() + c) * size + i];
      }
      planes[c] = NaiveImages.inverse(real, imaginary, height, width);
      for (int p = 0; p < planes[c].length; p++) {
        planes[c][p] /= 4;
      }
    }
    return NaiveImages.bounded(planes, canvas);
  }

  private static double[] naivePhase(double[] learnt, Canvas canvas, NumericArray magnitude) {
    int size = canvas.height() * (canvas.width() / 2 + 1);
    double[] phase = standardised(learnt);
    double[][] planes = new double[canvas.channels()][];
    for (int c = 0; c < canvas.channels(); c++) {
      double[] real = new double[size];
      double[] imaginary = new double[size];
      for (int i = 0; i < size; i++) {
        double r = magnitude.doubleAt(c * size + i);
        real[i] = r * Math.cos(phase[c * size + i]);
        imaginary[i] = r * Math.sin(phase[c * size + i]);
      }
      planes[c] = NaiveImages.inverse(real, imaginary, canvas.height(), canvas.width());
    }
    double[] all = standardised(Arrays.stream(planes).flatMapToDouble(Arrays::stream).toArray());
    int pixels = canvas.height() * canvas.width();
    for (int c = 0; c < planes.length; c++) {
      planes[c] = Arrays.copyOfRange(all, c * pixels, (c + 1) * pixels);
    }
    return NaiveImages.bounded(planes, canvas);
  }

  private static double[] standardised(double[] a) {
    double mean = Arrays.stream(a).average().orElseThrow();
    double variance = Arrays.stream(a).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    return Arrays.stream(a).map(v -> (v - mean) / (Math.sqrt(variance) + 1e-5)).toArray();
  }

  private static Spectrum spectrum(Canvas canvas) {
    long[] shape = {canvas.channels(), canvas.height(), canvas.width() / 2 + 1};
    float[] values = NaiveImages.normal(3, 2, shape).toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i]);
    }
    return new Spectrum("test", NumericArray.of(values, shape));
  }

  @TestFactory
  Stream<DynamicTest> fourierImagesAreThoseOfTheFormula() {
    return CANVASES.stream()
        .map(
            canvas ->
                DynamicTest.dynamicTest(
                    canvas.toString(),
                    () -> check(new Fourier(0.3), canvas, learnt -> naiveFourier(learnt, canvas))));
  }

  @TestFactory
  Stream<DynamicTest> phaseImagesAreThoseOfTheFormula() {
    return CANVASES.stream()
        .map(
            canvas ->
                DynamicTest.dynamicTest(
                    canvas.toString(),
                    () ->
                        check(
                            new Phase(spectrum(canvas)),
                            canvas,
                            learnt -> naivePhase(learnt, canvas, spectrum(canvas).magnitude()))));
  }

  /** Two images at once, each against the oracle alone: forward, and Jᵀu by its differences. */
  private static void check(
      Parametrisation parametrisation, Canvas canvas, UnaryOperator<double[]> oracle) {
    long[] shape = parametrisation.shape(canvas);
    double range = canvas.range(0);
    NumericArray learnt = both(parametrisation, canvas);
    int size = learnt.size() / 2;
    NumericArray u =
        NaiveImages.normal(5, 1, 2, canvas.height(), canvas.width(), canvas.channels());
    double[] v = doubles(NaiveImages.normal(6, 1, size));
    try (Scratch scratch =
        Scratch.of(shape, (tf, x, step) -> parametrisation.image(tf, x, canvas))) {
      double[] images = doubles(scratch.value(learnt, 0));
      double[] signals = doubles(scratch.vjp(learnt, 0, u));
      int pixels = images.length / 2;
      for (int b = 0; b < 2; b++) {
        double[] at = Arrays.copyOfRange(doubles(learnt), b * size, (b + 1) * size);
        double[] image = Arrays.copyOfRange(images, b * pixels, (b + 1) * pixels);
        assertArrayEquals(oracle.apply(at), image, 1e-5 * range);
        double[] up = oracle.apply(moved(at, 1e-5, v));
        double[] down = oracle.apply(moved(at, -1e-5, v));
        double expected = 0;
        for (int i = 0; i < pixels; i++) {
          expected += u.doubleAt(b * pixels + i) * (up[i] - down[i]) / 2e-5;
        }
        double actual = 0;
        double length = 0;
        for (int i = 0; i < size; i++) {
          double signal = signals[b * size + i];
          actual += signal * v[i];
          length += signal * signal;
        }
        assertEquals(expected, actual, 1e-4 * Math.sqrt(length * size));
      }
    }
  }

  private static double[] moved(double[] at, double step, double[] v) {
    double[] out = at.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] += step * v[i];
    }
    return out;
  }

  private static NumericArray both(Parametrisation parametrisation, Canvas canvas) {
    float[] one = parametrisation.first(canvas, 0, 1).toFloats();
    float[] two = parametrisation.first(canvas, 1, 1).toFloats();
    float[] all = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(two, 0, all, one.length, two.length);
    long[] shape = parametrisation.shape(canvas);
    long[] batch = new long[shape.length + 1];
    batch[0] = 2;
    System.arraycopy(shape, 0, batch, 1, shape.length);
    return NumericArray.of(all, batch);
  }

  private static double[] doubles(NumericArray array) {
    double[] out = new double[array.size()];
    Arrays.setAll(out, array::doubleAt);
    return out;
  }

  @Test
  void aStartDependsOnSeedAndImageAlone() {
    Canvas canvas = Canvas.of(16, 16, 3, 0, 1);
    for (Parametrisation each :
        List.of(Pixels.DEFAULT, Fourier.DEFAULT, new Phase(Spectrum.natural(canvas)))) {
      NumericArray first = each.first(canvas, 3, 7);
      assertArrayEquals(each.shape(canvas), first.shape(), each.id());
      assertArrayEquals(first.toFloats(), each.first(canvas, 3, 7).toFloats(), each.id());
      assertFalse(Arrays.equals(first.toFloats(), each.first(canvas, 4, 7).toFloats()), each.id());
      assertFalse(Arrays.equals(first.toFloats(), each.first(canvas, 3, 8).toFloats()), each.id());
    }
  }

  @Test
  void startsAreAsWideAsTheySay() {
    Canvas canvas = Canvas.of(32, 32, 3, -10, 30);
    assertEquals(0.01, deviation(Fourier.DEFAULT.first(canvas, 0, 0), 0), 0.001);
    assertEquals(1, deviation(new Phase(Spectrum.natural(canvas)).first(canvas, 0, 0), 0), 0.1);
    assertEquals(0.4, deviation(Pixels.DEFAULT.first(canvas, 0, 0), 10), 0.04);
  }

  private static double deviation(NumericArray a, double mean) {
    return Math.sqrt(Arrays.stream(doubles(a)).map(v -> (v - mean) * (v - mean)).sum() / a.size());
  }

  @Test
  void pixelsStartAtAnImageWithinTheBounds() {
    Canvas canvas = Canvas.of(1, 3, 1, 0, 1);
    NumericArray mean = NumericArray.of(new float[] {0.25f, 2, -3}, 1, 3, 1);
    assertArrayEquals(
        new float[] {0.25f, 1, 0}, new Pixels(mean, 0).first(canvas, 0, 0).toFloats());
    UsageException e =
        assertThrows(
            UsageException.class, () -> new Pixels(mean, 0).first(Canvas.of(3, 1, 1, 0, 1), 0, 0));
    assertEquals(
        "the image to start at has shape [1, 3, 1]; the model's images have [3, 1, 1]",
        e.getMessage());
  }

  @Test
  void pixelsAreTheImage() {
    Canvas canvas = Canvas.of(2, 3, 1, 0, 1);
    NumericArray learnt = NaiveImages.normal(1, 1, 2, 2, 3, 1);
    NumericArray u = NaiveImages.normal(2, 1, 2, 2, 3, 1);
    try (Scratch scratch =
        Scratch.of(
            Pixels.DEFAULT.shape(canvas), (tf, x, step) -> Pixels.DEFAULT.image(tf, x, canvas))) {
      assertArrayEquals(learnt.toFloats(), scratch.value(learnt, 0).toFloats());
      assertArrayEquals(u.toFloats(), scratch.vjp(learnt, 0, u).toFloats());
    }
  }

  @Test
  void aPhaseKeepsToItsSpectrumsSize() {
    Phase phase = new Phase(Spectrum.natural(Canvas.of(4, 6, 3, 0, 1)));
    Canvas other = Canvas.of(4, 8, 3, 0, 1);
    UsageException e =
        assertThrows(
            UsageException.class,
            () -> Scratch.of(phase.shape(other), (tf, x, step) -> phase.image(tf, x, other)));
    assertEquals(
        "the spectrum '1/f' has shape [3, 4, 4]; images of 4 x 8 with 3 channels have [3, 4, 5]",
        e.getMessage());
  }
}
