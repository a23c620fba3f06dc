package io.github.gradlens.maximize;

import io.github.gradlens.array.NumericArray;
import java.util.Random;

/** The formulas of images by sums over all frequencies, in double. */
final class NaiveImages {
  private static final double LONGEST = Math.sqrt(0.26 * 0.26 + 0.27 * 0.27 + 0.27 * 0.27);

  /** Lucid's matrix before its division by the longest column. */
  static final double[][] ROOT = {{0.26, 0.09, 0.02}, {0.27, 0, -0.05}, {0.27, -0.09, 0.03}};

  private NaiveImages() {}

  /** One channel of an image from half of its spectrum, {@code [H, W/2+1]} by rows. */
  static double[] inverse(double[] real, double[] imaginary, int height, int width) {
    int half = width / 2 + 1;
    double[] out = new double[height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double sum = 0;
        for (int k = 0; k < height; k++) {
          for (int l = 0; l < width; l++) {
            // the frequencies beyond the half are the conjugates of those opposite
            boolean other = l >= half;
            int at = other ? (height - k) % height * half + width - l : k * half + l;
            double angle = 2 * Math.PI * (k * y / (double) height + l * x / (double) width);
            double sign = other ? -1 : 1;
            sum += real[at] * Math.cos(angle) - sign * imaginary[at] * Math.sin(angle);
          }
        }
        out[y * width + x] = sum / (height * width);
      }
    }
    return out;
  }

  /** |DFT| of one channel, {@code [H, W/2+1]} by rows. */
  static double[] magnitude(double[] image, int height, int width) {
    int half = width / 2 + 1;
    double[] out = new double[height * half];
    for (int k = 0; k < height; k++) {
      for (int l = 0; l < half; l++) {
        double real = 0;
        double imaginary = 0;
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            double angle = 2 * Math.PI * (k * y / (double) height + l * x / (double) width);
            real += image[y * width + x] * Math.cos(angle);
            imaginary -= image[y * width + x] * Math.sin(angle);
          }
        }
        out[k * half + l] = Math.sqrt(real * real + imaginary * imaginary);
      }
    }
    return out;
  }

  /** low + (high − low)·σ(A·z) of planes {@code [C][H·W]}, as {@code [H, W, C]}. */
  static double[] bounded(double[][] planes, Canvas canvas) {
    int channels = canvas.channels();
    double[] out = new double[channels * planes[0].length];
    for (int p = 0; p < planes[0].length; p++) {
      for (int c = 0; c < channels; c++) {
        double value = planes[c][p];
        if (channels == 3) {
          int colour = canvas.bgr() ? 2 - c : c;
          value = 0;
          for (int j = 0; j < 3; j++) {
            value += ROOT[colour][j] / LONGEST * planes[j][p];
          }
        }
        double low = canvas.low().get(c);
        double high = canvas.high().get(c);
        out[p * channels + c] = low + (high - low) / (1 + Math.exp(-value));
      }
    }
    return out;
  }

  /**
   * x with each colour of z as the colours of an RGB image, {@code ROOT·z} scaled as Lucid does.
   */
  static double correlated(int colour, double... z) {
    return (ROOT[colour][0] * z[0] + ROOT[colour][1] * z[1] + ROOT[colour][2] * z[2]) / LONGEST;
  }

  static NumericArray normal(long seed, double deviation, long... shape) {
    Random random = new Random(seed);
    float[] values = new float[(int) NumericArray.size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return NumericArray.of(values, shape);
  }
}
