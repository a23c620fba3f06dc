package io.github.gradlens.render;

import io.github.gradlens.array.NumericArray;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Small pictures of one example, its changed versions and its maps, as data URIs. */
public final class Stills {
  /** The longest side of an embedded picture. */
  private static final int SIDE = 112;

  private static final int TINY = 64;

  private final long[] shape;
  private final Layout layout;
  private final Pictures pictures;
  private final boolean reversed;
  private final double low;
  private final double high;

  private Stills(
      long[] shape, Layout layout, boolean reversed, Pictures pictures, double low, double high) {
    this.shape = shape.clone();
    this.layout = layout;
    this.pictures = pictures;
    this.reversed = reversed;
    this.low = low;
    this.high = high;
  }

  /**
   * Pictures of an example; null where it is no image of one, three or four channels.
   *
   * @param x the example, whose least and largest values become black and white
   * @param shape without batch axis
   * @param reversed whether channels stand as blue, green, red
   */
  public static @Nullable Stills of(float[] x, long[] shape, boolean reversed, Pictures pictures) {
    Layout layout = Layout.guess(shape, false);
    if (!layout.image()) {
      return null;
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (float v : x) {
      low = Math.min(low, v);
      high = Math.max(high, v);
    }
    Stills made = new Stills(shape, layout, reversed, pictures, low, high);
    int channels = made.channels();
    return channels == 1 || channels == 3 || channels == 4 ? made : null;
  }

  private int channels() {
    return switch (layout) {
      case IMAGE_HWC -> (int) shape[2];
      case IMAGE_CHW -> (int) shape[0];
      default -> 1;
    };
  }

  /** The example, or a changed one of its shape. */
  public String image(float[] values) throws IOException {
    boolean first = layout == Layout.IMAGE_CHW;
    int height = (int) shape[first ? 1 : 0];
    int width = (int) shape[first ? 2 : 1];
    int channels = channels();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int p = 0; p < height * width; p++) {
      int rgb = 0;
      for (int c = 0; c < 3; c++) {
        int channel = channels == 1 ? 0 : reversed ? 2 - c : c;
        int at = first ? channel * height * width + p : p * channels + channel;
        rgb = rgb << 8 | level(values[at]);
      }
      image.setRGB(p % width, p / width, rgb);
    }
    return uri(image);
  }

  private int level(float value) {
    double share = high > low ? (value - low) / (high - low) : 0;
    return (int) Math.round(255 * Math.max(0, Math.min(1, share)));
  }

  /** A map of the example's shape. */
  public String map(String label, boolean signed, float[] values) throws IOException {
    NumericArray array = NumericArray.of(values, shape);
    Cell cell =
        new Cell(
            label, array, layout, signed, null, Double.NaN, null, null, 0, java.util.List.of());
    RelevanceMap map = pictures.map(cell);
    double shrink = Math.min(1, (double) SIDE / Math.max(map.height(), map.width()));
    return uri(
        pictures
            .heat(cell, map)
            .opaque(
                Math.max(1, (int) Math.round(map.height() * shrink)),
                Math.max(1, (int) Math.round(map.width() * shrink))));
  }

  private static String uri(BufferedImage image) throws IOException {
    BufferedImage small = Images.fit(image, SIDE);
    // JPEG blurs the edges of small pictures that PNG holds in as few bytes.
    boolean tiny = Math.max(small.getWidth(), small.getHeight()) <= TINY;
    byte[] bytes = tiny ? Images.png(small) : Images.jpeg(small);
    return "data:image/"
        + (tiny ? "png" : "jpeg")
        + ";base64,"
        + Base64.getEncoder().encodeToString(bytes);
  }
}
