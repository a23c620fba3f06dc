package io.github.gradlens.segmentation;

import java.util.Arrays;
import java.util.List;

/**
 * Superpixels: k-means of colour and place together, each centre looking no further than two grid
 * steps.
 *
 * <p>D² = |colour − colour of the centre|²/m² + |place − place of the centre|²/S², m = compactness,
 * S = the grid's larger step. Centres start on a {@link Grid}; ten times every pixel goes to the
 * nearest centre whose window holds it (the first of equals), and every centre to the mean of its
 * pixels. Last, {@link ConnectedPieces} makes every label one piece.
 *
 * <p>Source: Achanta, Shaji, Smith, Lucchi, Fua, Süsstrunk 2012, algorithm 1.
 *
 * <p>Deviations, all as in scikit-image with its defaults: the image is brought to [0, 1] by its
 * smallest and largest value, then to L*a*b*; centres are not moved to the lowest gradient, and
 * have no colour in the first round, which goes by place alone; windows reach two steps to each
 * side, of the grid for as many points as there are centres; always ten rounds; no smoothing. A
 * centre without pixels is dropped. An image of one channel is taken as grey of three equal ones,
 * so that compactness means the same.
 */
public final class Slic {
  /** The compactness that scikit-image takes. */
  public static final double COMPACTNESS = 10;

  private static final int ROUNDS = 10;

  private final Raster image;
  private final double weight;
  private final Grid reach;
  private final int count;
  private final double[][] centres;
  private final int[] nearest;
  private final double[] distances;

  private Slic(Raster image, Grid grid) {
    this.image = image;
    double step = Math.max(grid.stepY(), grid.stepX());
    weight = 1 / (step * step);
    List<double[]> points = grid.points(image.height(), image.width());
    count = points.size();
    reach = Grid.of(image.height(), image.width(), count);
    centres = new double[count][];
    for (int k = 0; k < count; k++) {
      centres[k] = Arrays.copyOf(points.get(k), 2 + image.channels());
    }
    nearest = new int[image.pixels()];
    distances = new double[image.pixels()];
  }

  /**
   * Segments.
   *
   * @param image one or three channels, of any range
   * @param segments about how many
   * @param compactness m; larger gives squarer pieces
   */
  public static int[] segment(Raster image, int segments, double compactness) {
    if (image.channels() != 1 && image.channels() != 3) {
      throw new IllegalArgumentException(
          "SLIC takes one or three channels, got " + image.channels());
    }
    Raster colours = scaled(Lab.of(unit(image)), 1 / compactness);
    Slic slic = new Slic(colours, Grid.of(image.height(), image.width(), segments));
    for (int round = 0; round < ROUNDS; round++) {
      slic.assign();
      slic.move();
    }
    double size = (double) image.pixels() / slic.count;
    return ConnectedPieces.of(
        slic.nearest, image.height(), image.width(), (int) (0.5 * size), (int) (3 * size));
  }

  /** Three channels in [0, 1]. */
  private static Raster unit(Raster image) {
    double low = Arrays.stream(image.values()).min().orElse(0);
    double high = Arrays.stream(image.values()).max().orElse(0);
    double range = high == low ? 1 : high - low;
    double[] out = new double[image.pixels() * 3];
    int copies = 3 / image.channels();
    for (int i = 0; i < out.length; i++) {
      out[i] = (image.values()[i / copies] - low) / range;
    }
    return new Raster(image.height(), image.width(), 3, out);
  }

  private static Raster scaled(Raster image, double factor) {
    double[] out = Arrays.stream(image.values()).map(v -> v * factor).toArray();
    return new Raster(image.height(), image.width(), image.channels(), out);
  }

  private void assign() {
    Arrays.fill(distances, Double.MAX_VALUE);
    for (int k = 0; k < count; k++) {
      double[] centre = centres[k];
      if (centre.length == 0) {
        continue;
      }
      int top = (int) Math.max(centre[0] - 2 * reach.stepY(), 0);
      int bottom = (int) Math.min(centre[0] + 2 * reach.stepY() + 1, image.height());
      int left = (int) Math.max(centre[1] - 2 * reach.stepX(), 0);
      int right = (int) Math.min(centre[1] + 2 * reach.stepX() + 1, image.width());
      for (int y = top; y < bottom; y++) {
        double dy = centre[0] - y;
        for (int x = left; x < right; x++) {
          double dx = centre[1] - x;
          int pixel = y * image.width() + x;
          double distance = (dy * dy + dx * dx) * weight + colour(centre, pixel);
          if (distance < distances[pixel]) {
            distances[pixel] = distance;
            nearest[pixel] = k;
          }
        }
      }
    }
  }

  private double colour(double[] centre, int pixel) {
    int channels = image.channels();
    double sum = 0;
    for (int c = 0; c < channels; c++) {
      double difference = image.values()[pixel * channels + c] - centre[2 + c];
      sum += difference * difference;
    }
    return sum;
  }

  private void move() {
    int channels = image.channels();
    double[][] sums = new double[count][2 + channels];
    int[] sizes = new int[count];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        int pixel = y * image.width() + x;
        double[] sum = sums[nearest[pixel]];
        sizes[nearest[pixel]]++;
        sum[0] += y;
        sum[1] += x;
        for (int c = 0; c < channels; c++) {
          sum[2 + c] += image.values()[pixel * channels + c];
        }
      }
    }
    for (int k = 0; k < count; k++) {
      for (int i = 0; i < sums[k].length; i++) {
        sums[k][i] /= Math.max(1, sizes[k]);
      }
      centres[k] = sizes[k] == 0 ? new double[0] : sums[k];
    }
  }
}
