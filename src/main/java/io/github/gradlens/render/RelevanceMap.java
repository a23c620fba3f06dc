package io.github.gradlens.render;

import io.github.gradlens.array.NumericArray;
import java.util.Arrays;

/**
 * One number r a position: the channels of a relevance array pooled.
 *
 * <p>A value that is not finite counts as 0 and is counted apart.
 *
 * <p>Shapes: [H, W, C], [C, H, W], [H, W] → [H, W]; [T, C] → [1, T]; [F] → [1, F].
 */
public final class RelevanceMap {
  private final float[] values;
  private final int height;
  private final int width;
  private final int notFinite;

  private RelevanceMap(float[] values, int height, int width, int notFinite) {
    this.values = values;
    this.height = height;
    this.width = width;
    this.notFinite = notFinite;
  }

  /** The pooled map of an array without batch axis. */
  public static RelevanceMap of(
      NumericArray array, Layout layout, PictureOptions.Channels channels) {
    long[] shape = array.shape();
    layout.check(shape);
    return switch (layout) {
      case IMAGE_HWC -> pool(array, (int) shape[0], (int) shape[1], (int) shape[2], 1, channels);
      case IMAGE_CHW -> {
        int positions = (int) (shape[1] * shape[2]);
        yield pool(array, (int) shape[1], (int) shape[2], (int) shape[0], positions, channels);
      }
      case SEQUENCE -> pool(array, 1, (int) shape[0], (int) shape[1], 1, channels);
      case IMAGE_HW -> pool(array, (int) shape[0], (int) shape[1], 1, 1, channels);
      case TABLE -> pool(array, 1, (int) shape[0], 1, 1, channels);
      case OTHER -> throw new IllegalArgumentException("no map of shape " + Arrays.toString(shape));
    };
  }

  /** Channel c of position p stands at c·stride + p where stride > 1, else at p·count + c. */
  private static RelevanceMap pool(
      NumericArray array,
      int height,
      int width,
      int count,
      int stride,
      PictureOptions.Channels channels) {
    float[] out = new float[height * width];
    int notFinite = 0;
    for (int p = 0; p < out.length; p++) {
      double sum = 0;
      double squares = 0;
      double largest = 0;
      for (int c = 0; c < count; c++) {
        double v = array.doubleAt(stride > 1 ? c * stride + p : p * count + c);
        if (!Double.isFinite(v)) {
          notFinite++;
          continue;
        }
        sum += v;
        squares += v * v;
        largest = Math.max(largest, Math.abs(v));
      }
      out[p] =
          (float)
              switch (channels) {
                case SUM -> sum;
                case MEAN -> sum / count;
                case MAX_ABS -> largest;
                case L2 -> Math.sqrt(squares);
              };
    }
    return new RelevanceMap(out, height, width, notFinite);
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  /** How many elements of the array were NaN or infinite. */
  public int notFinite() {
    return notFinite;
  }

  public float at(int y, int x) {
    return values[y * width + x];
  }

  /** The values, row-major; shared, not to be written. */
  float[] values() {
    return values;
  }

  /** The smallest value. */
  double min() {
    double min = values.length == 0 ? 0 : Double.POSITIVE_INFINITY;
    for (float v : values) {
      min = Math.min(min, v);
    }
    return min;
  }

  /** The largest value. */
  double max() {
    double max = values.length == 0 ? 0 : Double.NEGATIVE_INFINITY;
    for (float v : values) {
      max = Math.max(max, v);
    }
    return max;
  }

  /** The map averaged over areas to a size no larger than its own. */
  RelevanceMap shrink(int newHeight, int newWidth) {
    float[] across = new float[height * newWidth];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < newWidth; x++) {
        across[y * newWidth + x] = (float) mean(y * width, 1, width, x, newWidth, values);
      }
    }
    float[] out = new float[newHeight * newWidth];
    for (int y = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++) {
        out[y * newWidth + x] = (float) mean(x, newWidth, height, y, newHeight, across);
      }
    }
    return new RelevanceMap(out, newHeight, newWidth, notFinite);
  }

  /** The mean over cell k of n equal cells of a line of {@code length} values. */
  private static double mean(int start, int step, int length, int k, int n, float[] from) {
    double low = (double) k * length / n;
    double high = (double) (k + 1) * length / n;
    double sum = 0;
    for (int i = (int) low; i < Math.min(length, Math.ceil(high)); i++) {
      double share = Math.min(high, i + 1) - Math.max(low, i);
      sum += share * from[start + i * step];
    }
    return sum / (high - low);
  }

  /** The map at another size: the value at each new pixel's centre, bilinear, edges held. */
  RelevanceMap resize(int newHeight, int newWidth) {
    float[] out = new float[newHeight * newWidth];
    for (int y = 0; y < newHeight; y++) {
      double fy = clamp((y + 0.5) * height / newHeight - 0.5, height - 1);
      int y0 = (int) fy;
      int y1 = Math.min(y0 + 1, height - 1);
      for (int x = 0; x < newWidth; x++) {
        double fx = clamp((x + 0.5) * width / newWidth - 0.5, width - 1);
        int x0 = (int) fx;
        int x1 = Math.min(x0 + 1, width - 1);
        double top = at(y0, x0) + (fx - x0) * (at(y0, x1) - at(y0, x0));
        double bottom = at(y1, x0) + (fx - x0) * (at(y1, x1) - at(y1, x0));
        out[y * newWidth + x] = (float) (top + (fy - y0) * (bottom - top));
      }
    }
    return new RelevanceMap(out, newHeight, newWidth, notFinite);
  }

  private static double clamp(double v, int high) {
    return Math.max(0, Math.min(high, v));
  }
}
