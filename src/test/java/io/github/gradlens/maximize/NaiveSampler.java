package io.github.gradlens.maximize;

import io.github.gradlens.array.NumericArray;

/** Reads images at points between their pixels, in double, with the middle of the range outside. */
final class NaiveSampler {
  private final NumericArray images;
  private final Canvas canvas;
  private final int height;
  private final int width;

  NaiveSampler(NumericArray images, Canvas canvas) {
    this.images = images;
    this.canvas = canvas;
    this.height = (int) images.shape()[1];
    this.width = (int) images.shape()[2];
  }

  private double pixel(int image, int y, int x, int channel) {
    boolean inside = y >= 0 && y < height && x >= 0 && x < width;
    int channels = canvas.channels();
    return inside
        ? images.doubleAt(((image * height + y) * width + x) * channels + channel)
        : (canvas.low().get(channel) + canvas.high().get(channel)) / 2.0;
  }

  private double at(int image, double y, double x, int channel) {
    int top = (int) Math.floor(y);
    int left = (int) Math.floor(x);
    double down = y - top;
    double right = x - left;
    return (1 - down)
            * ((1 - right) * pixel(image, top, left, channel)
                + right * pixel(image, top, left + 1, channel))
        + down
            * ((1 - right) * pixel(image, top + 1, left, channel)
                + right * pixel(image, top + 1, left + 1, channel));
  }

  /**
   * Each pixel of the result through the maps from the last to the first, one at a time.
   *
   * @param matrices of each map, {@code [B or 1, 3, 3]}
   */
  double[] warped(NumericArray... matrices) {
    int count = (int) images.shape()[0];
    int channels = canvas.channels();
    double[] out = new double[images.size()];
    int next = 0;
    for (int b = 0; b < count; b++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double[] point = {x, y};
          for (int m = matrices.length - 1; m >= 0; m--) {
            int from = matrices[m].shape()[0] == 1 ? 0 : 9 * b;
            point = new double[] {row(matrices[m], from, point), row(matrices[m], from + 3, point)};
          }
          for (int c = 0; c < channels; c++) {
            out[next++] = at(b, point[1], point[0], c);
          }
        }
      }
    }
    return out;
  }

  private static double row(NumericArray matrix, int from, double[] point) {
    return matrix.doubleAt(from) * point[0]
        + matrix.doubleAt(from + 1) * point[1]
        + matrix.doubleAt(from + 2);
  }

  /** Parts of images: of each image as many as there are, at the model's size. */
  double[] cropped(NumericArray boxes) {
    int parts = (int) boxes.shape()[0];
    int each = parts / (int) images.shape()[0];
    double[] out = new double[parts * canvas.height() * canvas.width() * canvas.channels()];
    int next = 0;
    for (int p = 0; p < parts; p++) {
      for (int i = 0; i < canvas.height(); i++) {
        for (int j = 0; j < canvas.width(); j++) {
          double y = along(boxes.doubleAt(4 * p), boxes.doubleAt(4 * p + 2), i, canvas.height());
          double x = along(boxes.doubleAt(4 * p + 1), boxes.doubleAt(4 * p + 3), j, canvas.width());
          boolean seen = y >= 0 && y <= 1 && x >= 0 && x <= 1;
          for (int c = 0; c < canvas.channels(); c++) {
            out[next++] =
                seen ? at(p / each, y * (height - 1), x * (width - 1), c) : at(p / each, -9, -9, c);
          }
        }
      }
    }
    return out;
  }

  private static double along(double from, double to, int index, int size) {
    return from + (to - from) * index / (size - 1);
  }
}
