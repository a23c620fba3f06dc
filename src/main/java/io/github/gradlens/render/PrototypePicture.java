package io.github.gradlens.render;

import io.github.gradlens.array.NumericArray;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Draws inputs that were learnt: an image in its own pixels, black at the least value that a
 * channel may take and white at the largest; anything else as explanations of such inputs are
 * drawn, bars of features or a strip.
 */
public final class PrototypePicture {
  /** Above this percentile of the transparency map a pixel is opaque (Fel et al. 2023). */
  public static final double OPAQUE_PERCENTILE = 80;

  private final Ground ground;

  /**
   * What is drawn on.
   *
   * @param shape of one input of the model, for what is no image
   * @param image whether height × width × channels are an image of 1 or 3 channels
   * @param low the least value of each channel
   * @param high the largest value of each channel
   * @param reversed whether channels stand as blue, green, red
   */
  public record Ground(
      List<Long> shape,
      boolean image,
      int height,
      int width,
      int channels,
      List<Float> low,
      List<Float> high,
      boolean reversed) {
    public Ground {
      shape = List.copyOf(shape);
      low = List.copyOf(low);
      high = List.copyOf(high);
      if (image && ((channels != 1 && channels != 3) || low.size() != channels)) {
        throw new IllegalArgumentException("an image has 1 or 3 channels, each with its bounds");
      }
    }
  }

  public PrototypePicture(Ground ground) {
    this.ground = ground;
  }

  /** Whether inputs are images; else they are drawn as bars or strips. */
  public boolean drawsImages() {
    return ground.image;
  }

  /** The picture of an input. */
  public BufferedImage draw(NumericArray values) {
    if (!ground.image) {
      return plain(values);
    }
    BufferedImage out = new BufferedImage(ground.width, ground.height, BufferedImage.TYPE_INT_RGB);
    for (int p = 0; p < ground.width * ground.height; p++) {
      out.setRGB(p % ground.width, p / ground.width, rgb(values, p));
    }
    return out;
  }

  /**
   * An image whose pixels are as opaque as they mattered on the way: α = min(a / v, 1), a = the
   * mean over channels of the transparency map, v = its {@value #OPAQUE_PERCENTILE}th percentile.
   * Opaque where the map is zero.
   */
  public BufferedImage draw(NumericArray values, NumericArray transparency) {
    if (!ground.image) {
      return plain(values);
    }
    int pixels = ground.width * ground.height;
    float[] weight = new float[pixels];
    for (int p = 0; p < pixels; p++) {
      double sum = 0;
      for (int c = 0; c < ground.channels; c++) {
        sum += Math.abs(transparency.doubleAt(p * ground.channels + c));
      }
      weight[p] = (float) (sum / ground.channels);
    }
    double limit = Limits.exact(weight, OPAQUE_PERCENTILE);
    BufferedImage out = new BufferedImage(ground.width, ground.height, BufferedImage.TYPE_INT_ARGB);
    for (int p = 0; p < pixels; p++) {
      double alpha = limit > 0 ? Math.min(1, weight[p] / limit) : 1;
      out.setRGB(
          p % ground.width,
          p / ground.width,
          ((int) Math.round(255 * alpha) << 24) | (rgb(values, p) & 0xffffff));
    }
    return out;
  }

  private int rgb(NumericArray values, int pixel) {
    int rgb = 0;
    for (int c = 0; c < 3; c++) {
      int channel = ground.channels == 1 ? 0 : ground.reversed ? 2 - c : c;
      rgb = (rgb << 8) | level(values.doubleAt(pixel * ground.channels + channel), channel);
    }
    return rgb;
  }

  private int level(double value, int channel) {
    double low = ground.low.get(channel);
    double share = (value - low) / (ground.high.get(channel) - low);
    return (int) Math.round(255 * Math.max(0, Math.min(1, share)));
  }

  private BufferedImage plain(NumericArray values) {
    long[] shape = ground.shape.stream().mapToLong(Long::longValue).toArray();
    if (Layout.guess(shape, false) != Layout.SEQUENCE) {
      return BarChart.draw(bars(values), "value");
    }
    // A strip's colours are the mean over channels of what its lines show one by one.
    NumericArray signal = values.reshape(shape);
    Cell cell =
        new Cell(
            "value", signal, Layout.SEQUENCE, true, null, Double.NaN, null, null, 0, List.of());
    return new Pictures(PictureOptions.DEFAULT)
        .strip(new InputView.Shell(0, 0, signal, List.of()), cell);
  }

  /** All features in their order; of very many the largest. */
  private static Bars bars(NumericArray values) {
    List<Bars.Row> rows = new ArrayList<>();
    double limit = 0;
    for (int i = 0; i < values.size(); i++) {
      double value = values.doubleAt(i);
      rows.add(new Bars.Row("feature " + i, value, value));
      limit = Math.max(limit, Math.abs(value));
    }
    if (rows.size() > Bars.MOST) {
      rows.sort(Comparator.comparingDouble(row -> -Math.abs(row.relevance())));
      rows = rows.subList(0, Bars.MOST);
    }
    return new Bars(rows, values.size(), limit, false);
  }
}
