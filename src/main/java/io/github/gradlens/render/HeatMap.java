package io.github.gradlens.render;

import io.github.gradlens.colour.ColourMap;
import io.github.gradlens.render.PictureOptions.Sign;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;

/** A relevance map with its sign, colours and scale chosen; draws itself. */
final class HeatMap {
  /** Odd, so that 0 has a level of its own and both sides have as many. */
  private static final int LEVELS = 255;

  private final RelevanceMap map;
  private final Sign sign;
  private final ColourMap colours;
  private final ColourScale scale;

  HeatMap(RelevanceMap map, Sign sign, ColourMap colours, ColourScale scale) {
    this.map = map;
    this.sign = sign;
    this.colours = colours;
    this.scale = scale;
  }

  /** The part of r that is drawn, as a fraction of the limit. */
  double fraction(float r) {
    return sign.of(scale.fraction(r));
  }

  /** The map alone, opaque, at a size. */
  BufferedImage opaque(int height, int width) {
    RelevanceMap sized = sized(height, width);
    BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        out.setRGB(x, y, colours.rgb(fraction(sized.at(y, x))));
      }
    }
    return out;
  }

  /** The map over an image, at the image's size: base·(1 − αa) + paint·αa, a the paint's own. */
  BufferedImage over(BufferedImage base, boolean gray, double alpha) {
    int height = base.getHeight();
    int width = base.getWidth();
    RelevanceMap sized = sized(height, width);
    BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int ground = base.getRGB(x, y);
        int paint = colours.argb(fraction(sized.at(y, x)));
        out.setRGB(x, y, blend(gray ? gray(ground) : ground, paint, alpha));
      }
    }
    return out;
  }

  private RelevanceMap sized(int height, int width) {
    if (height == map.height() && width == map.width()) {
      return map;
    }
    return height < map.height() && width < map.width()
        ? map.shrink(height, width)
        : map.resize(height, width);
  }

  private static int blend(int ground, int paint, double alpha) {
    double share = alpha * (paint >>> 24) / 255;
    int out = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      double mixed = (ground >> shift & 0xff) * (1 - share) + (paint >> shift & 0xff) * share;
      out |= (int) Math.round(mixed) << shift;
    }
    return out;
  }

  /** Luma of ITU-R BT.601. */
  private static int gray(int rgb) {
    double luma = 0.299 * (rgb >> 16 & 0xff) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff);
    int level = (int) Math.round(luma);
    return level << 16 | level << 8 | level;
  }

  /**
   * The translucent layer at a size no larger than the map's, with a palette so that it is small.
   */
  BufferedImage layer(int height, int width) {
    RelevanceMap sized =
        height == map.height() && width == map.width() ? map : map.shrink(height, width);
    BufferedImage out =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, palette());
    WritableRaster raster = out.getRaster();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        raster.setSample(x, y, 0, level(fraction(sized.at(y, x))));
      }
    }
    return out;
  }

  private int level(double t) {
    return (int) Math.round(colours.diverging() ? 127 + 127 * t : 254 * Math.max(0, t));
  }

  private IndexColorModel palette() {
    int[] entries = new int[LEVELS];
    for (int i = 0; i < LEVELS; i++) {
      entries[i] = colours.argb(colours.diverging() ? (i - 127) / 127.0 : i / 254.0);
    }
    return new IndexColorModel(8, LEVELS, entries, 0, true, -1, DataBuffer.TYPE_BYTE);
  }
}
