package io.github.gradlens.segmentation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Segmentation by merging along the weakest edges.
 *
 * <p>Pixels are nodes; each of the eight neighbours gives an edge of weight w = the Euclidean
 * distance of the colours of the image smoothed by a Gaussian of width σ. Edges are taken from the
 * weakest to the strongest; one that joins two components C₁, C₂ merges them where
 *
 * <pre>w &lt; min(Int(C₁) + k/|C₁|, Int(C₂) + k/|C₂|),</pre>
 *
 * Int(C) = the largest weight inside C, the weight that made it, 0 of a single pixel. Then edges
 * are taken once more in the same order, and one between two components merges them where either is
 * smaller than the least size.
 *
 * <p>Source: Felzenszwalb, Huttenlocher 2004, algorithm 1 with the threshold of equation 5.
 *
 * <p>Deviations, all as in scikit-image: k = scale/255, so that a scale means on images in [0, 1]
 * what it means in the paper on 0 to 255; w must be below the minimum, not at it. Edges of equal
 * weight keep the order: right, down, down right, up right, each row-major; elsewhere that order
 * may be left open, and with it the labels of areas of one colour.
 */
public final class Felzenszwalb {
  private static final double PAPERS_RANGE = 255;

  private final int pixels;
  private final int[] from;
  private final int[] to;
  private final double[] weights;

  private Felzenszwalb(int pixels, int[] from, int[] to, double[] weights) {
    this.pixels = pixels;
    this.from = from;
    this.to = to;
    this.weights = weights;
  }

  /**
   * The edges of an image, for segmentations at any scale.
   *
   * @param sigma the width of the smoothing, in pixels; 0 for none
   */
  public static Felzenszwalb of(Raster image, double sigma) {
    Raster smooth = GaussianSmoothing.of(image, sigma);
    int height = image.height();
    int width = image.width();
    int most = 4 * height * width;
    int[] from = new int[most];
    int[] to = new int[most];
    double[] weights = new double[most];
    int[][] steps = {{0, 1}, {1, 0}, {1, 1}, {-1, 1}};
    int edges = 0;
    for (int[] step : steps) {
      for (int y = Math.max(0, -step[0]); y < height - Math.max(0, step[0]); y++) {
        for (int x = 0; x < width - step[1]; x++) {
          from[edges] = y * width + x;
          to[edges] = (y + step[0]) * width + x + step[1];
          weights[edges] = distance(smooth, from[edges], to[edges]);
          edges++;
        }
      }
    }
    return sorted(
        image.pixels(),
        Arrays.copyOf(from, edges),
        Arrays.copyOf(to, edges),
        Arrays.copyOf(weights, edges));
  }

  private static Felzenszwalb sorted(int pixels, int[] from, int[] to, double[] weights) {
    int[] order =
        IntStream.range(0, weights.length)
            .boxed()
            .sorted(Comparator.comparingDouble(edge -> weights[edge]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new Felzenszwalb(
        pixels,
        Arrays.stream(order).map(edge -> from[edge]).toArray(),
        Arrays.stream(order).map(edge -> to[edge]).toArray(),
        Arrays.stream(order).mapToDouble(edge -> weights[edge]).toArray());
  }

  private static double distance(Raster image, int a, int b) {
    int channels = image.channels();
    double sum = 0;
    for (int c = 0; c < channels; c++) {
      double difference = image.values()[b * channels + c] - image.values()[a * channels + c];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }

  /**
   * Segments.
   *
   * @param scale how readily components merge; larger gives fewer and larger ones
   * @param least the fewest pixels of a component, where there are so many
   */
  public int[] segment(double scale, int least) {
    Components components = new Components(pixels);
    double[] inside = new double[pixels];
    double k = scale / PAPERS_RANGE;
    for (int e = 0; e < weights.length; e++) {
      int a = components.of(from[e]);
      int b = components.of(to[e]);
      double bound =
          Math.min(inside[a] + k / components.size(a), inside[b] + k / components.size(b));
      if (a != b && weights[e] < bound) {
        inside[components.join(a, b)] = weights[e];
      }
    }
    for (int e = 0; e < weights.length; e++) {
      int a = components.of(from[e]);
      int b = components.of(to[e]);
      if (a != b && Math.min(components.size(a), components.size(b)) < least) {
        components.join(a, b);
      }
    }
    return components.labels();
  }
}
