package io.github.gradlens.colour;

/**
 * OKLab to sRGB.
 *
 * <p>Source: Ottosson 2020, "A perceptual color space for image processing".
 */
final class OkLab {
  private OkLab() {}

  /** 0xRRGGBB; what lies outside sRGB is cut off a channel. */
  static int toRgb(double lightness, double a, double b) {
    double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
    double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
    double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
    int red = gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
    int green = gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
    int blue = gamma(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
    return red << 16 | green << 8 | blue;
  }

  private static double cube(double v) {
    return v * v * v;
  }

  private static int gamma(double linear) {
    double v = linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
    return (int) Math.round(255 * Math.max(0, Math.min(1, v)));
  }
}
