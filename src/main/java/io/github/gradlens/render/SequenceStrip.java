package io.github.gradlens.render;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;

/**
 * A sequence's relevance as a strip of colour behind its signal, time to the right. Up to eight
 * channels are drawn, all on one axis; without a signal the strip stands alone.
 */
final class SequenceStrip {
  private static final int HEIGHT = 260;
  private static final int ALONE = 96;
  private static final int MARGIN = 14;
  private static final int CHANNELS = 8;

  private SequenceStrip() {}

  static BufferedImage draw(HeatMap heat, int steps, InputView.Shell input) {
    int width = Math.max(640, Math.min(1280, steps));
    boolean signal = hasSignal(input, steps);
    int height = signal ? HEIGHT : ALONE;
    BufferedImage out = heat.opaque(1, steps);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    g.drawImage(out, 0, 0, width, height, null);
    if (signal) {
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      lines(g, width, steps, input);
    }
    g.dispose();
    return picture;
  }

  private static boolean hasSignal(InputView.Shell input, int steps) {
    return input.value() != null && steps > 1 && input.value().shape()[0] == steps;
  }

  private static void lines(Graphics2D g, int width, int steps, InputView.Shell input) {
    int channels = input.value() == null ? 0 : input.value().size() / steps;
    int drawn = Math.min(CHANNELS, channels);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < steps; t++) {
      for (int c = 0; c < drawn; c++) {
        double v = value(input, t * channels + c);
        low = Math.min(low, v);
        high = Math.max(high, v);
      }
    }
    double range = high > low ? high - low : 1;
    for (int c = 0; c < drawn; c++) {
      Path2D path = new Path2D.Double();
      for (int t = 0; t < steps; t++) {
        double x = (t + 0.5) * width / steps;
        double share = (value(input, t * channels + c) - low) / range;
        double y = HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN);
        if (t == 0) {
          path.moveTo(x, y);
        } else {
          path.lineTo(x, y);
        }
      }
      // A pale rim keeps the line legible on dark colours.
      g.setColor(new Color(255, 255, 255, 170));
      g.setStroke(new BasicStroke(4.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      g.draw(path);
      g.setColor(new Color(0x22, 0x26, 0x2c, c == 0 ? 255 : 140));
      g.setStroke(new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      g.draw(path);
    }
  }

  private static double value(InputView.Shell input, int i) {
    Double v = input.value(i);
    return v == null || !Double.isFinite(v) ? 0 : v;
  }
}
