package io.github.gradlens.render;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Images as bytes for the report; none touches the disk. */
final class Images {
  private static final float JPEG_QUALITY = 0.82f;

  private Images() {}

  static byte[] png(BufferedImage image) throws IOException {
    return write(image, "png", -1);
  }

  static byte[] jpeg(BufferedImage image) throws IOException {
    return write(image, "jpeg", JPEG_QUALITY);
  }

  private static byte[] write(BufferedImage image, String format, float quality)
      throws IOException {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(format);
    ImageWriter writer = writers.next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (quality > 0) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(quality);
      }
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** The image over white without alpha, at most {@code side} pixels wide and high. */
  static BufferedImage fit(BufferedImage image, int side) {
    int width = image.getWidth();
    int height = image.getHeight();
    BufferedImage current = image;
    // Halving first, then one bilinear step: bilinear alone skips pixels below half size.
    while (Math.max(width, height) >= 2 * side) {
      width = Math.max(1, width / 2);
      height = Math.max(1, height / 2);
      current = scale(current, width, height);
    }
    double shrink = Math.min(1, (double) side / Math.max(width, height));
    return scale(
        current,
        Math.max(1, (int) Math.round(width * shrink)),
        Math.max(1, (int) Math.round(height * shrink)));
  }

  private static BufferedImage scale(BufferedImage image, int width, int height) {
    BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = out.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.drawImage(image, 0, 0, width, height, Color.WHITE, null);
    g.dispose();
    return out;
  }
}
