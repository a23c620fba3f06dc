package io.github.gradlens.render;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.colour.ColourMap;
import io.github.gradlens.render.PictureOptions.Overlay;
import io.github.gradlens.render.PictureOptions.Sign;
import java.awt.image.BufferedImage;
import org.jspecify.annotations.Nullable;

/**
 * Draws explanations one by one.
 *
 * <p>Two steps: {@link #measure} every map, then {@link #draw}; the first is needed only where
 * {@link Scale#shared()}. Maps are not kept in between, a caller may hold them on disk.
 */
public final class Pictures {
  private final PictureOptions options;
  private final Limits limits;

  public Pictures(PictureOptions options) {
    this.options = options;
    this.limits = new Limits(options);
  }

  public PictureOptions options() {
    return options;
  }

  /** Counts a map in for a shared scale. */
  public void measure(String label, NumericArray attribution, Layout layout) {
    if (layout != Layout.OTHER && options.scale().shared()) {
      limits.measure(label, RelevanceMap.of(attribution, layout, options.channels()));
    }
  }

  /** The limits of a cell's colours, for the caption and the results; null where not drawn. */
  public @Nullable ColourScale scale(Cell cell) {
    return cell.layout() == Layout.OTHER ? null : limits.of(cell.label(), map(cell), cell.layout());
  }

  /**
   * The picture of a cell: images at the input's resolution (the map's own where there is no
   * image), bars for features, a strip for sequences; null where the layout has no picture.
   */
  public @Nullable BufferedImage draw(InputView input, Cell cell) {
    return switch (cell.layout()) {
      case OTHER -> null;
      case TABLE ->
          BarChart.draw(bars(input.shell(), cell), "relevance for " + Text.clean(cell.label()));
      case SEQUENCE -> strip(input.shell(), cell);
      default -> drawImage(input, cell);
    };
  }

  private BufferedImage drawImage(InputView input, Cell cell) {
    RelevanceMap map = map(cell);
    HeatMap heat = heat(cell, map);
    BufferedImage image = input.image();
    if (image == null) {
      return heat.opaque(map.height(), map.width());
    }
    return options.overlay() == Overlay.NONE
        ? heat.opaque(image.getHeight(), image.getWidth())
        : heat.over(image, options.overlay() == Overlay.GRAY, options.alpha());
  }

  BufferedImage strip(InputView.Shell input, Cell cell) {
    RelevanceMap map = map(cell);
    return SequenceStrip.draw(heat(cell, map), map.width(), input);
  }

  Bars bars(InputView.Shell input, Cell cell) {
    RelevanceMap map = map(cell);
    Sign sign = options.signFor(cell.signed());
    ColourScale scale = limits.of(cell.label(), map, cell.layout());
    return cell.layout() == Layout.TABLE
        ? Bars.of(map, sign, scale, input)
        : Bars.inOrder(map, sign, scale, input);
  }

  RelevanceMap map(Cell cell) {
    return RelevanceMap.of(cell.attribution(), cell.layout(), options.channels());
  }

  HeatMap heat(Cell cell, RelevanceMap map) {
    ColourScale scale = limits.of(cell.label(), map, cell.layout());
    return new HeatMap(map, options.signFor(cell.signed()), colours(cell), scale);
  }

  /** Only images lie over their input. */
  ColourMap colours(Cell cell) {
    Overlay overlay = cell.layout().image() ? options.overlay() : Overlay.NONE;
    if (overlay == Overlay.MASK) {
      return ColourMap.MASK;
    }
    boolean signed = options.signFor(cell.signed()) == Sign.SIGNED;
    return signed ? ColourMap.SIGNED : ColourMap.UNSIGNED;
  }
}
