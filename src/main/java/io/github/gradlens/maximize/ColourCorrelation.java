package io.github.gradlens.maximize;

import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/**
 * Between colours and three numbers that are uncorrelated over natural images: (R, G, B)ᵀ = A·z,
 * where A is a square root of the covariance of the colours of ImageNet's pixels, divided by its
 * longest column.
 *
 * <p>Source: Olah, Mordvintsev, Schubert, "Feature Visualization", Distill 2017; the numbers are
 * those of Lucid. Images with another number of channels than three stay as they are.
 */
final class ColourCorrelation {
  private static final double[][] ROOT = {
    {0.26, 0.09, 0.02}, {0.27, 0.00, -0.05}, {0.27, -0.09, 0.03}
  };

  private ColourCorrelation() {}

  /** {@code [B, H, W, 3]} of uncorrelated numbers as the canvas's colours. */
  static Operand<?> correlated(Emitter tf, Operand<?> image, Canvas canvas) {
    return canvas.isColoured() ? product(tf, image, matrix(), canvas.bgr(), false) : image;
  }

  /** The inverse: {@code [B, H, W, 3]} of the canvas's colours as uncorrelated numbers. */
  static Operand<?> decorrelated(Emitter tf, Operand<?> image, Canvas canvas) {
    return canvas.isColoured() ? product(tf, image, inverse(matrix()), canvas.bgr(), true) : image;
  }

  /**
   * Each pixel's three numbers times the matrix.
   *
   * @param turned whether the colours stand in reverse order
   * @param from whether the colours are what is multiplied, not the result
   */
  private static Operand<?> product(
      Emitter tf, Operand<?> image, double[][] matrix, boolean turned, boolean from) {
    float[] transposed = new float[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        int row = turned && !from ? 2 - i : i;
        int column = turned && from ? 2 - j : j;
        transposed[3 * j + i] = (float) matrix[row][column];
      }
    }
    Operand<?> right = tf.ops().constant(Shape.of(3, 3), DataBuffers.of(transposed, true, false));
    Operand<?> pixels = tf.reshape(image, tf.ints(-1, 3));
    Operand<?> height = tf.reshape(tf.size(image, 1), tf.ints(1));
    Operand<?> width = tf.reshape(tf.size(image, 2), tf.ints(1));
    Operand<?> shape = tf.concat(0, tf.ints(-1), height, width, tf.ints(3));
    return tf.reshape(tf.apply("MatMul", pixels, right), shape);
  }

  private static double[][] matrix() {
    double longest = 0;
    for (int j = 0; j < 3; j++) {
      double square = 0;
      for (int i = 0; i < 3; i++) {
        square += ROOT[i][j] * ROOT[i][j];
      }
      longest = Math.max(longest, Math.sqrt(square));
    }
    double[][] out = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        out[i][j] = ROOT[i][j] / longest;
      }
    }
    return out;
  }

  /** By cofactors. */
  private static double[][] inverse(double[][] a) {
    double[][] out = new double[3][3];
    double determinant = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        int r = (i + 1) % 3;
        int s = (i + 2) % 3;
        int p = (j + 1) % 3;
        int q = (j + 2) % 3;
        out[j][i] = a[r][p] * a[s][q] - a[r][q] * a[s][p];
      }
      determinant += a[0][i] * out[i][0];
    }
    for (double[] row : out) {
      for (int j = 0; j < 3; j++) {
        row[j] /= determinant;
      }
    }
    return out;
  }
}
