package io.github.gradlens.maximize;

/**
 * The frequencies of a real image's two-dimensional Fourier transform, in cycles a pixel: f =
 * √(f_y² + f_x²), with f_y = k/H for k &lt; H/2 and (k − H)/H above, and f_x = k/W for k ≤ W/2.
 */
final class Frequencies {
  private Frequencies() {}

  /**
   * 1/max(f, 1/max(H, W)): how the magnitudes of natural images fall, held where f is 0.
   *
   * @return {@code [H, W/2+1]} by rows
   */
  static float[] inverse(Canvas canvas) {
    int height = canvas.height();
    int width = canvas.width();
    int half = canvas.halfWidth();
    double least = 1.0 / Math.max(height, width);
    float[] out = new float[height * half];
    for (int y = 0; y < height; y++) {
      double fy = (2 * y < height ? y : y - height) / (double) height;
      for (int x = 0; x < half; x++) {
        double f = Math.hypot(fy, x / (double) width);
        out[y * half + x] = (float) (1 / Math.max(f, least));
      }
    }
    return out;
  }
}
