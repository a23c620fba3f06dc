package io.github.gradlens.segmentation;

/**
 * A Gaussian over rows and columns of each channel.
 *
 * <p>out[i] = Σ_d w[d]·in[i + d], w[d] ∝ exp(−d²/2σ²), Σ w = 1, |d| ≤ ⌊4σ + ½⌋; columns first. The
 * image is mirrored at its borders, the border's pixel repeated, as often as it takes.
 */
final class GaussianSmoothing {
  private static final double WIDTHS = 4;

  private GaussianSmoothing() {}

  static Raster of(Raster image, double sigma) {
    int radius = (int) Math.floor(WIDTHS * sigma + 0.5);
    if (radius < 1) {
      return image;
    }
    double[] weights = weights(sigma, radius);
    int row = image.width() * image.channels();
    double[] down = new double[image.values().length];
    for (int i = 0; i < row; i++) {
      line(image.values(), down, i, row, image.height(), weights);
    }
    double[] out = new double[down.length];
    for (int y = 0; y < image.height(); y++) {
      for (int c = 0; c < image.channels(); c++) {
        line(down, out, y * row + c, image.channels(), image.width(), weights);
      }
    }
    return new Raster(image.height(), image.width(), image.channels(), out);
  }

  /** w[0] … w[radius]. */
  private static double[] weights(double sigma, int radius) {
    double[] weights = new double[radius + 1];
    double sum = 0;
    for (int d = 0; d <= radius; d++) {
      weights[d] = Math.exp(-d * d / (2 * sigma * sigma));
      sum += d == 0 ? weights[d] : 2 * weights[d];
    }
    for (int d = 0; d <= radius; d++) {
      weights[d] /= sum;
    }
    return weights;
  }

  private static void line(
      double[] in, double[] out, int first, int stride, int length, double[] weights) {
    for (int i = 0; i < length; i++) {
      double sum = weights[0] * in[first + i * stride];
      for (int d = weights.length - 1; d > 0; d--) {
        double before = in[first + mirrored(i - d, length) * stride];
        double after = in[first + mirrored(i + d, length) * stride];
        sum += weights[d] * (before + after);
      }
      out[first + i * stride] = sum;
    }
  }

  /** … 1 0 | 0 1 … n−1 | n−1 n−2 … */
  private static int mirrored(int index, int length) {
    int place = Math.floorMod(index, 2 * length);
    return place < length ? place : 2 * length - 1 - place;
  }
}
