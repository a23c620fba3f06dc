package io.github.gradlens.metric;

/**
 * Fills in missing pixels so that each is the weighted mean of its neighbours inside the image,
 * missing ones included: Σ w·neighbour / Σ w, w = 1/6 beside, 1/12 on the diagonal.
 *
 * <p>That is one linear system a channel. Written D u − W u = b, with D the sum of a pixel's
 * weights and b what known neighbours bring, it is symmetric and, as long as one pixel is known,
 * positive definite; conjugate gradients with D as preconditioner solve it without storing it.
 *
 * <p>Source: Rong et al. 2022, noisy linear imputation.
 */
final class Imputation {
  private static final double BESIDE = 1.0 / 6;
  private static final double DIAGONAL = 1.0 / 12;

  /** Of the residual that a solution starts with. */
  private static final double TOLERANCE = 1e-9;

  private final int height;
  private final int width;
  private final boolean[] missing;

  Imputation(int height, int width, boolean[] missing) {
    this.height = height;
    this.width = width;
    this.missing = missing;
  }

  /** Fills one channel in, in place; known pixels stay. */
  void fill(double[] pixels) {
    int count = missing.length;
    double[] u = new double[count];
    double known = 0;
    int knownCount = 0;
    for (int p = 0; p < count; p++) {
      known += missing[p] ? 0 : pixels[p];
      knownCount += missing[p] ? 0 : 1;
    }
    if (knownCount == 0) {
      throw new IllegalArgumentException("no pixel is known");
    }
    for (int p = 0; p < count; p++) {
      u[p] = missing[p] ? known / knownCount : pixels[p];
    }
    // The residual of what is missing: W u, known neighbours included, − D u.
    double[] residual = weighted(u);
    double[] z = new double[count];
    for (int p = 0; p < count; p++) {
      residual[p] = missing[p] ? residual[p] - weight(p) * u[p] : 0;
      z[p] = residual[p] / weight(p);
    }
    solve(u, residual, z);
    System.arraycopy(u, 0, pixels, 0, count);
  }

  private void solve(double[] u, double[] residual, double[] z) {
    double[] direction = z.clone();
    double size = dot(residual, z);
    double enough = size * TOLERANCE * TOLERANCE;
    int most = 2 * u.length + 100;
    for (int i = 0; i < most && size > enough; i++) {
      double[] image = weighted(direction);
      for (int p = 0; p < u.length; p++) {
        image[p] = missing[p] ? weight(p) * direction[p] - image[p] : 0;
      }
      double step = size / dot(direction, image);
      for (int p = 0; p < u.length; p++) {
        u[p] += step * direction[p];
        residual[p] -= step * image[p];
        z[p] = residual[p] / weight(p);
      }
      double next = dot(residual, z);
      for (int p = 0; p < u.length; p++) {
        direction[p] = z[p] + next / size * direction[p];
      }
      size = next;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Σ w·neighbour of each missing pixel. */
  private double[] weighted(double[] v) {
    double[] out = new double[v.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int p = y * width + x;
        if (missing[p]) {
          out[p] = around(v, y, x);
        }
      }
    }
    return out;
  }

  private double around(double[] v, int y, int x) {
    int p = y * width + x;
    boolean up = y > 0;
    boolean down = y + 1 < height;
    boolean left = x > 0;
    boolean right = x + 1 < width;
    double beside =
        (up ? v[p - width] : 0)
            + (down ? v[p + width] : 0)
            + (left ? v[p - 1] : 0)
            + (right ? v[p + 1] : 0);
    double diagonal =
        (up && left ? v[p - width - 1] : 0)
            + (up && right ? v[p - width + 1] : 0)
            + (down && left ? v[p + width - 1] : 0)
            + (down && right ? v[p + width + 1] : 0);
    return BESIDE * beside + DIAGONAL * diagonal;
  }

  /** Σ w over a pixel's neighbours inside the image. */
  private double weight(int p) {
    int y = p / width;
    int x = p % width;
    int vertical = (y > 0 ? 1 : 0) + (y + 1 < height ? 1 : 0);
    int horizontal = (x > 0 ? 1 : 0) + (x + 1 < width ? 1 : 0);
    return BESIDE * (vertical + horizontal) + DIAGONAL * vertical * horizontal;
  }
}
