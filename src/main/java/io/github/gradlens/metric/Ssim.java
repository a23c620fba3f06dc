package io.github.gradlens.metric;

/**
 * Structural similarity of two maps: the mean over all windows inside the image of
 *
 * <pre>(2μaμb + C₁)(2σab + C₂) / ((μa² + μb² + C₁)(σa² + σb² + C₂)),  C = (K·L)²</pre>
 *
 * <p>Uniform 7×7 windows, sample covariance (÷ 48), K₁ = 0.01, K₂ = 0.03, L = max − min over both
 * maps; two maps of one and the same constant are alike (1).
 *
 * <p>Source: Wang et al. 2004, as scikit-image's structural_similarity computes it.
 */
final class Ssim {
  private static final int WINDOW = 7;
  private static final double K1 = 0.01;
  private static final double K2 = 0.03;

  private Ssim() {}

  /** The similarity; NaN where the image is smaller than a window. */
  static double of(double[] a, double[] b, int height, int width) {
    if (height < WINDOW || width < WINDOW) {
      return Double.NaN;
    }
    double range = range(a, b);
    if (range == 0) {
      return 1;
    }
    double sum = 0;
    for (int y = 0; y + WINDOW <= height; y++) {
      for (int x = 0; x + WINDOW <= width; x++) {
        sum += window(a, b, y * width + x, width, range);
      }
    }
    return sum / ((height - WINDOW + 1) * (double) (width - WINDOW + 1));
  }

  private static double window(double[] a, double[] b, int from, int width, double range) {
    double n = WINDOW * WINDOW;
    double sumA = 0;
    double sumB = 0;
    for (int i = 0; i < WINDOW; i++) {
      for (int j = 0; j < WINDOW; j++) {
        sumA += a[from + i * width + j];
        sumB += b[from + i * width + j];
      }
    }
    double meanA = sumA / n;
    double meanB = sumB / n;
    double varianceA = 0;
    double varianceB = 0;
    double covariance = 0;
    for (int i = 0; i < WINDOW; i++) {
      for (int j = 0; j < WINDOW; j++) {
        double da = a[from + i * width + j] - meanA;
        double db = b[from + i * width + j] - meanB;
        varianceA += da * da;
        varianceB += db * db;
        covariance += da * db;
      }
    }
    double c1 = K1 * range * K1 * range;
    double c2 = K2 * range * K2 * range;
    return (2 * meanA * meanB + c1)
        * (2 * covariance / (n - 1) + c2)
        / ((meanA * meanA + meanB * meanB + c1) * ((varianceA + varianceB) / (n - 1) + c2));
  }

  private static double range(double[] a, double[] b) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < a.length; i++) {
      least = Math.min(least, Math.min(a[i], b[i]));
      most = Math.max(most, Math.max(a[i], b[i]));
    }
    return most - least;
  }
}
