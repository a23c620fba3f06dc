package io.github.gradlens.segmentation;

import java.util.ArrayList;
import java.util.List;

/**
 * Points that lie evenly over an image, about as many as asked for.
 *
 * <p>The distance r = √(H·W/N) holds along both axes; where the shorter side has less than r, the
 * points stand in one line along the longer one, N of them. The first lies ⌊r/2⌋ from the border, r
 * is rounded, half to even.
 */
record Grid(int startY, int startX, int stepY, int stepX) {
  static Grid of(int height, int width, int points) {
    double pixels = (double) height * width;
    if (pixels <= points) {
      return new Grid(0, 0, 1, 1);
    }
    double both = Math.sqrt(pixels / points);
    int shorter = Math.min(height, width);
    if (shorter >= both) {
      int start = (int) Math.floor(both / 2);
      int step = (int) Math.rint(both);
      return new Grid(start, start, step, step);
    }
    double along = (double) Math.max(height, width) / points;
    int far = (int) Math.floor(along / 2);
    int step = (int) Math.rint(along);
    return height < width
        ? new Grid(shorter / 2, far, shorter, step)
        : new Grid(far, shorter / 2, step, shorter);
  }

  /** The points as (y, x), row-major. */
  List<double[]> points(int height, int width) {
    List<double[]> points = new ArrayList<>();
    for (int y = startY; y < height; y += stepY) {
      for (int x = startX; x < width; x += stepX) {
        points.add(new double[] {y, x});
      }
    }
    return points;
  }
}
