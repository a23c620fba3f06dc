package io.github.gradlens.method;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.segmentation.Felzenszwalb;
import io.github.gradlens.segmentation.Raster;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * The segmentations that XRAI makes itself: {@link Felzenszwalb} at scales 50, 100, 150, 250, 500
 * and 1200, σ = 0.8, at least 150 pixels, of the image at 224 × 224.
 *
 * <p>The image is scaled to [−1, 1] by its own extremes, and resized bilinearly with half-pixel
 * centres and antialiasing; labels go back to the image's size by nearest neighbour.
 *
 * <p>Source: Kapishnikov 2019, section 3.1, and the authors' code for the numbers, which resizes
 * cubically, and first.
 */
final class XraiSegments {
  private static final int SIDE = 224;
  private static final double SIGMA = 0.8;
  private static final int LEAST = 150;
  private static final double[] SCALES = {50, 100, 150, 250, 500, 1200};

  private XraiSegments() {}

  /** In the graph: {@code [B, H, W, C]} to the images that are segmented, 224 × 224. */
  static Operand<?> image(Emitter tf, Operand<?> x) {
    Operand<?> low = Batch.extreme(tf, "Min", x);
    Operand<?> range = tf.sub(Batch.extreme(tf, "Max", x), low);
    Operand<?> unit = tf.apply("DivNoNan", tf.sub(x, low), range);
    Operand<?> scaled = tf.sub(tf.add(unit, unit), tf.scalar(1, x));
    Operand<?> size = tf.ints(SIDE, SIDE);
    Operand<?> old = tf.rows(tf.shape(x), tf.intScalar(1), tf.intScalar(3));
    Operand<?> factors = tf.div(tf.cast(size, DataType.DT_FLOAT), tf.cast(old, DataType.DT_FLOAT));
    return tf.op("ScaleAndTranslate")
        .in(scaled)
        .in(size)
        .in(factors)
        .in(tf.zerosLike(factors))
        .attr("kernel_type", "triangle")
        .attr("antialias", true)
        .one();
  }

  /**
   * On the host: the label maps of an image.
   *
   * @param image {@code [1, 224, 224, C]}
   * @param height of the maps
   */
  static List<int[]> maps(NumericArray image, int height, int width) {
    double[] values = new double[image.size()];
    Arrays.setAll(values, image::doubleAt);
    Raster raster = new Raster(SIDE, SIDE, values.length / (SIDE * SIDE), values);
    Felzenszwalb segmentation = Felzenszwalb.of(raster, SIGMA);
    return Arrays.stream(SCALES)
        .mapToObj(scale -> nearest(segmentation.segment(scale, LEAST), height, width))
        .toList();
  }

  /** Labels at another size: pixel i of n takes that of ⌊(i + ½)·224/n⌋. */
  private static int[] nearest(int[] labels, int height, int width) {
    int[] out = new int[height * width];
    for (int y = 0; y < height; y++) {
      int row = place(y, height) * SIDE;
      for (int x = 0; x < width; x++) {
        out[y * width + x] = labels[row + place(x, width)];
      }
    }
    return out;
  }

  private static int place(int i, int n) {
    return (int) ((2L * i + 1) * SIDE / (2L * n));
  }
}
