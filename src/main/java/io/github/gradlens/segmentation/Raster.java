package io.github.gradlens.segmentation;

/**
 * An image: values of one row after the other, channels innermost. The storage is shared, not
 * copied.
 */
public final class Raster {
  private final int height;
  private final int width;
  private final int channels;
  private final double[] values;

  /** An image of these values, {@code height · width · channels} of them. */
  public Raster(int height, int width, int channels, double[] values) {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "an image of " + height + " × " + width + " pixels and " + channels + " channels");
    }
    if (values.length != Math.multiplyExact(Math.multiplyExact(height, width), channels)) {
      throw new IllegalArgumentException(
          height + " × " + width + " × " + channels + " elements, got " + values.length);
    }
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.values = values;
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  public int channels() {
    return channels;
  }

  int pixels() {
    return height * width;
  }

  double[] values() {
    return values;
  }
}
