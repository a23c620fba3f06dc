package io.github.gradlens.segmentation;

/**
 * Colours as CIE L*a*b*, in which equal distances look about equally large.
 *
 * <p>sRGB v in [0, 1] → linear u = v/12.92 up to 0.04045, else ((v + 0.055)/1.055)^2.4; (X, Y, Z) =
 * M·u, each over that of white (D65, 2°); f(t) = ∛t above 0.008856, else 7.787·t + 16/116; L =
 * 116·f(Y) − 16, a = 500·(f(X) − f(Y)), b = 200·(f(Y) − f(Z)).
 *
 * <p>Source: IEC 61966-2-1 for M and u; CIE 15 for the rest, constants as in scikit-image.
 */
final class Lab {
  private static final double[][] M = {
    {0.412453, 0.357580, 0.180423}, {0.212671, 0.715160, 0.072169}, {0.019334, 0.119193, 0.950227}
  };
  private static final double[] WHITE = {0.95047, 1, 1.08883};

  private Lab() {}

  /** An image of three channels, red, green and blue in [0, 1]. */
  static Raster of(Raster rgb) {
    double[] in = rgb.values();
    double[] out = new double[in.length];
    double[] linear = new double[3];
    double[] f = new double[3];
    for (int p = 0; p < in.length; p += 3) {
      for (int c = 0; c < 3; c++) {
        linear[c] = linear(in[p + c]);
      }
      for (int c = 0; c < 3; c++) {
        double[] m = M[c];
        f[c] = f((m[0] * linear[0] + m[1] * linear[1] + m[2] * linear[2]) / WHITE[c]);
      }
      out[p] = 116 * f[1] - 16;
      out[p + 1] = 500 * (f[0] - f[1]);
      out[p + 2] = 200 * (f[1] - f[2]);
    }
    return new Raster(rgb.height(), rgb.width(), 3, out);
  }

  private static double linear(double v) {
    return v > 0.04045 ? Math.pow((v + 0.055) / 1.055, 2.4) : v / 12.92;
  }

  private static double f(double t) {
    return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16.0 / 116;
  }
}
