package io.github.gradlens.io;

/**
 * Bilinear resizing with half-pixel centres and antialiasing.
 *
 * <p>out[i] = Σ_j k((j + ½ − c)/s) · in[j] / Σ_j k((j + ½ − c)/s), k(t) = max(0, 1 − |t|), c = (i +
 * ½)·n/m, s = max(1, n/m), for n input and m output pixels along an axis; columns first, then rows.
 *
 * <p>Source: {@code tf.image.resize(method="bilinear", antialias=True)}; Pillow's BILINEAR is the
 * same but for its rounding to 8 bits.
 *
 * <p>Shapes: rows of [width, channels] in, [height, width, channels] out.
 */
final class BilinearResize {
  private BilinearResize() {}

  /** Where the pixels come from, one row at a time. */
  interface RowSource {
    /** Fills {@code out} with row {@code y}, channels innermost. */
    void row(int y, float[] out);
  }

  static float[] resize(
      RowSource in, int height, int width, int channels, int newHeight, int newWidth) {
    float[] row = new float[Math.multiplyExact(width, channels)];
    int newRow = Math.multiplyExact(newWidth, channels);
    float[] out = new float[Math.multiplyExact(newHeight, newRow)];
    if (height == newHeight && width == newWidth) {
      for (int y = 0; y < height; y++) {
        in.row(y, row);
        System.arraycopy(row, 0, out, y * newRow, newRow);
      }
      return out;
    }
    Axis columns = Axis.of(width, newWidth);
    Axis rows = Axis.of(height, newHeight);
    float[] narrow = new float[newRow];
    // Output rows whose span holds input row y are consecutive, and so each row is read once.
    int first = 0;
    for (int y = 0; y < height; y++) {
      in.row(y, row);
      columns.apply(row, channels, narrow);
      while (first < newHeight && rows.start[first] + rows.weights[first].length <= y) {
        first++;
      }
      for (int i = first; i < newHeight && rows.start[i] <= y; i++) {
        float weight =
            y - rows.start[i] < rows.weights[i].length ? rows.weights[i][y - rows.start[i]] : 0;
        for (int k = 0; k < newRow; k++) {
          out[i * newRow + k] += weight * narrow[k];
        }
      }
    }
    return out;
  }

  /** The normalised weights of every output pixel of one axis. */
  private static final class Axis {
    private final int[] start;
    private final float[][] weights;

    private Axis(int[] start, float[][] weights) {
      this.start = start;
      this.weights = weights;
    }

    static Axis of(int in, int out) {
      int[] start = new int[out];
      float[][] weights = new float[out][];
      double ratio = (double) in / out;
      double stretch = Math.max(1, ratio);
      for (int i = 0; i < out; i++) {
        double centre = (i + 0.5) * ratio;
        int from = Math.max(0, (int) Math.ceil(centre - stretch - 0.5));
        int to = Math.min(in - 1, (int) Math.floor(centre + stretch - 0.5));
        double[] raw = new double[to - from + 1];
        double sum = 0;
        for (int j = 0; j < raw.length; j++) {
          raw[j] = Math.max(0, 1 - Math.abs((from + j + 0.5 - centre) / stretch));
          sum += raw[j];
        }
        start[i] = from;
        weights[i] = new float[raw.length];
        for (int j = 0; j < raw.length; j++) {
          weights[i][j] = (float) (raw[j] / sum);
        }
      }
      return new Axis(start, weights);
    }

    void apply(float[] row, int channels, float[] out) {
      for (int i = 0; i < start.length; i++) {
        for (int c = 0; c < channels; c++) {
          float sum = 0;
          for (int j = 0; j < weights[i].length; j++) {
            sum += weights[i][j] * row[(start[i] + j) * channels + c];
          }
          out[i * channels + c] = sum;
        }
      }
    }
  }
}
