package io.github.gradlens.render;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.colour.ColourMap;
import io.github.gradlens.render.PictureOptions.Sign;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns an arriving cell into compressed pictures and the notes that belong to it. */
final class CellDrawing {
  private static final int SMOOTH = 192;

  private CellDrawing() {}

  static Report.Drawn draw(Cell cell, Report.Row row, Pictures pictures, Spool spool)
      throws IOException {
    List<String> notes = new ArrayList<>(cell.notes());
    if (cell.layout() == Layout.OTHER) {
      notes.add(
          "no picture: an array of shape " + shape(cell) + " is not drawn; see the raw array");
      return drawn(cell, null, pictures, null, 0, 0, null, notes);
    }
    RelevanceMap map = pictures.map(cell);
    ColourScale scale = pictures.scale(cell);
    remark(cell, map, pictures, notes);
    if (cell.layout() == Layout.TABLE) {
      Bars bars = pictures.bars(row.shell, cell);
      return drawn(cell, scale, pictures, null, 0, 0, bars, notes);
    }
    if (cell.layout() == Layout.SEQUENCE && row.shell.names().size() != map.width()) {
      BufferedImage strip = pictures.strip(row.shell, cell);
      Spool.Ref ref = spool.add("image/png", Images.png(strip));
      return drawn(cell, scale, pictures, ref, strip.getWidth(), strip.getHeight(), null, notes);
    }
    if (cell.layout() == Layout.SEQUENCE) {
      return drawn(cell, scale, pictures, null, 0, 0, pictures.bars(row.shell, cell), notes);
    }
    return layer(cell, scale, smooth(map, row), row.layerBytes, pictures, spool, notes);
  }

  /** A map much coarser than its image is interpolated here: browsers show the lattice. */
  private static RelevanceMap smooth(RelevanceMap map, Report.Row row) {
    int side = Math.max(map.height(), map.width());
    int shown = Math.max(row.height, row.width);
    if (side >= SMOOTH || shown <= side) {
      return map;
    }
    double scale = (double) Math.min(SMOOTH, shown) / shown;
    return map.resize(
        Math.max(map.height(), (int) Math.round(row.height * scale)),
        Math.max(map.width(), (int) Math.round(row.width * scale)));
  }

  private static Report.Drawn layer(
      Cell cell,
      @Nullable ColourScale scale,
      RelevanceMap map,
      int most,
      Pictures pictures,
      Spool spool,
      List<String> notes)
      throws IOException {
    HeatMap heat = pictures.heat(cell, map);
    double shrink = Math.min(1, (double) Report.SIDE / Math.max(map.height(), map.width()));
    while (true) {
      int height = Math.max(1, (int) Math.round(map.height() * shrink));
      int width = Math.max(1, (int) Math.round(map.width() * shrink));
      byte[] bytes = Images.png(heat.layer(height, width));
      if (bytes.length <= most) {
        if (shrink < 1) {
          notes.add(
              "map of " + size(map.height(), map.width()) + " shown at " + size(height, width));
        }
        Spool.Ref ref = spool.add("image/png", bytes);
        return drawn(cell, scale, pictures, ref, width, height, null, notes);
      }
      shrink *= Math.min(0.9, 0.95 * Math.sqrt((double) most / bytes.length));
    }
  }

  private static void remark(Cell cell, RelevanceMap map, Pictures pictures, List<String> notes) {
    if (map.notFinite() > 0) {
      notes.add(
          map.notFinite()
              + (map.notFinite() == 1 ? " value is" : " values are")
              + " not finite and drawn as 0");
    }
    Sign sign = pictures.options().signFor(cell.signed());
    if (map.min() == 0 && map.max() == 0) {
      notes.add("zero map: no relevance anywhere");
    } else if (sign == Sign.POSITIVE && map.max() <= 0) {
      notes.add("no positive relevance: drawn neutral");
    } else if (sign == Sign.NEGATIVE && map.min() >= 0) {
      notes.add("no negative relevance: drawn neutral");
    }
  }

  /** Keeps the cell's facts but not its array. */
  private static Report.Drawn drawn(
      Cell cell,
      @Nullable ColourScale scale,
      Pictures pictures,
      Spool.@Nullable Ref picture,
      int width,
      int height,
      @Nullable Bars bars,
      List<String> notes) {
    NumericArray none = NumericArray.of(new float[0], 0);
    Cell facts =
        new Cell(
            cell.label(),
            none,
            Layout.OTHER,
            cell.signed(),
            cell.target(),
            cell.score(),
            cell.residual(),
            cell.absorbed(),
            cell.seconds(),
            cell.layer(),
            List.of());
    // Bars and tokens stand on the page, where black is no neutral colour.
    ColourMap colours = bars == null ? pictures.colours(cell) : ColourMap.SIGNED;
    return new Report.Drawn(facts, scale, colours, picture, width, height, bars, notes, null);
  }

  private static String shape(Cell cell) {
    return Arrays.toString(cell.attribution().shape());
  }

  private static String size(int height, int width) {
    return height + " × " + width;
  }
}
