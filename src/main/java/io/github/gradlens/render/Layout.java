package io.github.gradlens.render;

/** What the axes of a relevance array mean; there is no batch axis. */
public enum Layout {
  /** [H, W, C]. */
  IMAGE_HWC,
  /** [C, H, W]. */
  IMAGE_CHW,
  /** [H, W]. */
  IMAGE_HW,
  /** [F]: named features. */
  TABLE,
  /** [T, C]: steps in time, or tokens and their embedding. */
  SEQUENCE,
  /** Anything else: described in words, not drawn. */
  OTHER;

  /**
   * The likely layout. [a, b, c] is an image, channels first where only the first axis is as short
   * as 4; [a, b] is an image where the input is one, or where both are at least 16 and less than
   * fourfold apart.
   */
  public static Layout guess(long[] shape, boolean inputIsImage) {
    for (long d : shape) {
      if (d == 0) {
        return OTHER;
      }
    }
    return switch (shape.length) {
      case 1 -> TABLE;
      case 2 -> inputIsImage || squarish(shape[0], shape[1]) ? IMAGE_HW : SEQUENCE;
      case 3 -> shape[2] > 4 && shape[0] <= 4 ? IMAGE_CHW : IMAGE_HWC;
      default -> OTHER;
    };
  }

  private static boolean squarish(long a, long b) {
    return a >= 16 && b >= 16 && a < 4 * b && b < 4 * a;
  }

  boolean image() {
    return this == IMAGE_HWC || this == IMAGE_CHW || this == IMAGE_HW;
  }

  /** Throws where a shape has not this layout's rank. */
  void check(long[] shape) {
    int rank =
        switch (this) {
          case IMAGE_HWC, IMAGE_CHW -> 3;
          case IMAGE_HW, SEQUENCE -> 2;
          case TABLE -> 1;
          case OTHER -> shape.length;
        };
    if (rank != shape.length) {
      throw new IllegalArgumentException(
          "layout " + this + " has rank " + rank + ", the array has rank " + shape.length);
    }
  }
}
