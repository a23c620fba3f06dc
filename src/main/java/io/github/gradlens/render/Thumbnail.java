package io.github.gradlens.render;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Base64;

/**
 * A picture as a page embeds it.
 *
 * @param uri a data URI
 * @param width its own, in pixels
 * @param height its own, in pixels
 * @param crisp whether its pixels are shown large and sharp
 */
public record Thumbnail(String uri, int width, int height, boolean crisp) {
  /** Of pictures no larger than this every pixel counts. */
  private static final int SMALL = 64;

  /** The picture, at most {@code side} pixels wide and high; what shines through stays so. */
  public static Thumbnail of(BufferedImage image, int side) throws IOException {
    boolean clear = image.getColorModel().hasAlpha();
    BufferedImage fitted = clear ? shrunk(image, side) : Images.fit(image, side);
    boolean small = Math.max(fitted.getWidth(), fitted.getHeight()) <= SMALL;
    boolean png = small || clear;
    byte[] bytes = png ? Images.png(fitted) : Images.jpeg(fitted);
    return new Thumbnail(
        "data:image/"
            + (png ? "png" : "jpeg")
            + ";base64,"
            + Base64.getEncoder().encodeToString(bytes),
        fitted.getWidth(),
        fitted.getHeight(),
        small && Math.max(image.getWidth(), image.getHeight()) <= SMALL);
  }

  private static BufferedImage shrunk(BufferedImage image, int side) {
    double share = (double) side / Math.max(image.getWidth(), image.getHeight());
    if (share >= 1) {
      return image;
    }
    int width = Math.max(1, (int) Math.round(share * image.getWidth()));
    int height = Math.max(1, (int) Math.round(share * image.getHeight()));
    BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = out.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.drawImage(image, 0, 0, width, height, null);
    g.dispose();
    return out;
  }
}
