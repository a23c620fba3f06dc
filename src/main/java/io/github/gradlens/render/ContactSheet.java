package io.github.gradlens.render;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Pictures side by side on white, each with its name and figures below. */
public final class ContactSheet {
  private static final int SIDE = 224;
  private static final int GAP = 16;
  private static final int TEXT = 42;
  private static final Color INK = new Color(0x16191d);
  private static final Color SOFT = new Color(0x5b6570);
  private static final Color FRAME = new Color(0xdfe3e7);

  private ContactSheet() {}

  /** One picture. */
  public record Tile(BufferedImage picture, String name, String figures) {}

  /**
   * The sheet, about twice as wide as high. Small pictures are enlarged by a whole number, so that
   * their pixels stay sharp.
   */
  public static BufferedImage draw(List<Tile> tiles) {
    int largest =
        tiles.stream()
            .mapToInt(t -> Math.max(t.picture().getWidth(), t.picture().getHeight()))
            .max()
            .orElse(1);
    int side = largest > SIDE ? SIDE : largest * Math.max(1, 2 * SIDE / 3 / largest);
    int cell = Math.max(side, 112);
    int wanted = (int) Math.ceil(Math.sqrt(2.2 * tiles.size()));
    int rows = (tiles.size() + wanted - 1) / wanted;
    int columns = (tiles.size() + rows - 1) / rows;
    BufferedImage out =
        new BufferedImage(
            GAP + columns * (cell + GAP),
            GAP + rows * (side + TEXT + GAP),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D g = out.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, out.getWidth(), out.getHeight());
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    for (int i = 0; i < tiles.size(); i++) {
      int x = GAP + i % columns * (cell + GAP);
      int y = GAP + i / columns * (side + TEXT + GAP);
      tile(g, tiles.get(i), x, y, side, cell, (double) side / largest);
    }
    g.dispose();
    return out;
  }

  private static void tile(
      Graphics2D g, Tile tile, int x, int y, int side, int cell, double factor) {
    int width = Math.max(1, (int) Math.round(tile.picture().getWidth() * factor));
    int height = Math.max(1, (int) Math.round(tile.picture().getHeight() * factor));
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION,
        factor >= 1
            ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
            : RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    int left = x + (cell - width) / 2;
    int top = y + (side - height) / 2;
    g.drawImage(tile.picture(), left, top, width, height, null);
    g.setColor(FRAME);
    g.drawRect(left - 1, top - 1, width + 1, height + 1);
    g.setColor(INK);
    line(g, Text.clean(tile.name()), Font.BOLD, 13, x, y + side + 18, cell);
    g.setColor(SOFT);
    line(g, tile.figures(), Font.PLAIN, 12, x, y + side + 35, cell);
  }

  /** A line in the middle of its cell, cut where it is too long. */
  private static void line(Graphics2D g, String text, int style, int size, int x, int y, int cell) {
    g.setFont(new Font(Font.SANS_SERIF, style, size));
    FontMetrics metrics = g.getFontMetrics();
    String shown = text;
    while (metrics.stringWidth(shown) > cell && shown.length() > 2) {
      shown = shown.substring(0, shown.offsetByCodePoints(shown.length(), -2)) + "…";
    }
    g.drawString(shown, x + (cell - metrics.stringWidth(shown)) / 2, y);
  }
}
