package io.github.gradlens.colour;

import java.util.List;

/**
 * Colours between control points in OKLCH, joined by straight lines in OKLab.
 *
 * @param points by ascending t; inside sRGB, as are the lines between them
 */
record ColourRamp(List<Point> points) {
  /**
   * A control point.
   *
   * @param t where it stands
   * @param lightness 0 black to 1 white
   * @param chroma 0 grey to about 0.3
   * @param hue in degrees: 25 red, 105 yellow, 260 blue, 305 purple
   */
  record Point(double t, double lightness, double chroma, double hue) {
    double a() {
      return chroma * Math.cos(Math.toRadians(hue));
    }

    double b() {
      return chroma * Math.sin(Math.toRadians(hue));
    }
  }

  /** Blue – white – red; lightness is even in t, so that no side looks stronger. */
  static final ColourRamp DIVERGING =
      new ColourRamp(
          List.of(
              new Point(-1, 0.50, 0.200, 262),
              new Point(-0.75, 0.62, 0.155, 258),
              new Point(-0.5, 0.75, 0.100, 252),
              new Point(-0.25, 0.88, 0.045, 250),
              new Point(0, 1, 0, 0),
              new Point(0.25, 0.88, 0.055, 30),
              new Point(0.5, 0.75, 0.125, 28),
              new Point(0.75, 0.62, 0.200, 26),
              new Point(1, 0.50, 0.195, 26)));

  /** Black – purple – orange – pale yellow, lightness nearly linear in t. */
  static final ColourRamp SEQUENTIAL =
      new ColourRamp(
          List.of(
              new Point(0, 0, 0, 0),
              new Point(0.1, 0.20, 0.075, 302),
              new Point(0.3, 0.37, 0.150, 310),
              new Point(0.55, 0.57, 0.200, 5),
              new Point(0.78, 0.77, 0.155, 60),
              new Point(1, 0.97, 0.085, 105)));

  /** The colour at t, 0xRRGGBB; t lies between the first and the last point. */
  int rgb(double t) {
    int i = 1;
    while (i < points.size() - 1 && t > points.get(i).t()) {
      i++;
    }
    Point from = points.get(i - 1);
    Point to = points.get(i);
    double share = (t - from.t()) / (to.t() - from.t());
    return OkLab.toRgb(
        mix(from.lightness(), to.lightness(), share),
        mix(from.a(), to.a(), share),
        mix(from.b(), to.b(), share));
  }

  private static double mix(double from, double to, double share) {
    return from + share * (to - from);
  }
}
