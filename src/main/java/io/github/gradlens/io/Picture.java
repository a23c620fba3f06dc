package io.github.gradlens.io;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;

/**
 * A decoded picture: grey or RGB in 0…255, upright, alpha blended over white.
 *
 * <p>Samples are read from the raster, not by {@code getRGB}, which takes grey files for linear
 * light and turns 127 into 187; an embedded colour profile is not applied, as TensorFlow's and
 * Pillow's decoders do not.
 */
public final class Picture {
  private static final float LUMA_RED = 0.299f;
  private static final float LUMA_GREEN = 0.587f;
  private static final float LUMA_BLUE = 0.114f;

  private final BufferedImage image;
  private final int orientation;
  private final int channels;
  private final boolean fromRaster;

  /**
   * @param orientation EXIF's tag 0x0112, 1 to 8
   */
  Picture(BufferedImage image, int orientation) {
    ColorModel model = image.getColorModel();
    this.image = image;
    this.orientation = orientation;
    int space = model.getColorSpace().getType();
    this.fromRaster =
        model instanceof ComponentColorModel
            && (space == ColorSpace.TYPE_GRAY || space == ColorSpace.TYPE_RGB);
    this.channels = fromRaster && space == ColorSpace.TYPE_GRAY ? 1 : 3;
  }

  public int width() {
    return turned() ? image.getHeight() : image.getWidth();
  }

  public int height() {
    return turned() ? image.getWidth() : image.getHeight();
  }

  /** 1 for grey, 3 for colour. */
  public int channels() {
    return channels;
  }

  /**
   * The values in 0…255 at another size and number of channels, [height, width, channels].
   *
   * <p>RGB → grey is 0.299 R + 0.587 G + 0.114 B; grey → RGB repeats.
   */
  public float[] resized(int height, int width, int wantedChannels) {
    int rawHeight = turned() ? width : height;
    int rawWidth = turned() ? height : width;
    float[] raw =
        BilinearResize.resize(
            this::row, image.getHeight(), image.getWidth(), channels, rawHeight, rawWidth);
    float[] upright = orientation == 1 ? raw : turn(raw, height, width, rawHeight, rawWidth);
    return convert(upright, wantedChannels);
  }

  /** The picture as an upright RGB image of its own size. */
  public BufferedImage upright() {
    float[] values = resized(height(), width(), 3);
    BufferedImage out = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
    int[] row = new int[width()];
    for (int y = 0; y < height(); y++) {
      for (int x = 0; x < row.length; x++) {
        int at = (y * row.length + x) * 3;
        row[x] =
            Math.round(values[at]) << 16
                | Math.round(values[at + 1]) << 8
                | Math.round(values[at + 2]);
      }
      out.setRGB(0, y, row.length, 1, row, 0, row.length);
    }
    return out;
  }

  private boolean turned() {
    return orientation >= 5;
  }

  private float[] turn(float[] raw, int height, int width, int rawHeight, int rawWidth) {
    float[] out = new float[raw.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int row = turned() ? x : y;
        int column = turned() ? y : x;
        boolean flipRows =
            orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        boolean flipColumns =
            orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        int from =
            (flipRows ? rawHeight - 1 - row : row) * rawWidth
                + (flipColumns ? rawWidth - 1 - column : column);
        System.arraycopy(raw, from * channels, out, (y * width + x) * channels, channels);
      }
    }
    return out;
  }

  private float[] convert(float[] values, int wanted) {
    if (wanted == channels) {
      return values;
    }
    int pixels = values.length / channels;
    float[] out = new float[Math.multiplyExact(pixels, wanted)];
    for (int i = 0; i < pixels; i++) {
      if (wanted == 1) {
        out[i] =
            LUMA_RED * values[3 * i]
                + LUMA_GREEN * values[3 * i + 1]
                + LUMA_BLUE * values[3 * i + 2];
      } else {
        out[3 * i] = values[i];
        out[3 * i + 1] = values[i];
        out[3 * i + 2] = values[i];
      }
    }
    return out;
  }

  /** One row as stored, before orientation. */
  private void row(int y, float[] out) {
    if (fromRaster) {
      rasterRow(y, out);
      return;
    }
    int width = image.getWidth();
    int[] argb = image.getRGB(0, y, width, 1, null, 0, width);
    for (int x = 0; x < width; x++) {
      float alpha = (argb[x] >>> 24) / 255f;
      for (int c = 0; c < 3; c++) {
        int v = (argb[x] >> (16 - 8 * c)) & 0xff;
        out[3 * x + c] = v * alpha + 255f * (1 - alpha);
      }
    }
  }

  private void rasterRow(int y, float[] out) {
    Raster raster = image.getRaster();
    ColorModel model = image.getColorModel();
    int width = image.getWidth();
    int bands = raster.getNumBands();
    int[] samples =
        raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, (int[]) null);
    float scale = 255f / ((1 << model.getComponentSize(0)) - 1);
    boolean alpha = model.hasAlpha() && bands > channels;
    float alphaMax = alpha ? (1 << model.getComponentSize(channels)) - 1 : 1;
    boolean premultiplied = model.isAlphaPremultiplied();
    for (int x = 0; x < width; x++) {
      float opacity = alpha ? samples[x * bands + channels] / alphaMax : 1;
      for (int c = 0; c < channels; c++) {
        float v = samples[x * bands + c] * scale;
        out[x * channels + c] = (premultiplied ? v : v * opacity) + 255f * (1 - opacity);
      }
    }
  }
}
