package io.github.gradlens.render;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the colour scale of maps.
 *
 * <p>v = percentile {@code clip} of |r| (linear between ranks), over one map, or over all maps
 * measured before. Where that is 0 but the map is not, v = max |r|, so that a sparse map is seen.
 *
 * <p>Deviations: over several maps the percentile is read from a histogram that is exact to 1/2048
 * of the value, so that no map is kept.
 */
final class Limits {
  private static final int SHIFT = 12;
  private static final String ALL = "";

  private final PictureOptions options;
  private final Map<String, Histogram> histograms = new HashMap<>();

  Limits(PictureOptions options) {
    this.options = options;
  }

  /** Counts a map in; does nothing where each map has its own limit. */
  void measure(String label, RelevanceMap map) {
    if (options.scale().shared()) {
      histograms.computeIfAbsent(key(label), k -> new Histogram()).add(map.values());
    }
  }

  /** The scale of a map; one of a shared scale must have been measured. */
  ColourScale of(String label, RelevanceMap map, Layout layout) {
    float largest = largest(map.values());
    if (largest == 0) {
      return new ColourScale(0, "zero map", true);
    }
    return switch (options.scale().kind()) {
      case IMAGE -> layout == Layout.TABLE ? whole(largest) : single(map.values(), largest);
      case BATCH, METHOD -> shared(label);
      case FIXED -> new ColourScale(options.scale().limit(), "fixed", false);
      case NONE -> new ColourScale(1, "not scaled", false);
    };
  }

  /** Bars are few and carry their numbers: the longest is the limit. */
  private static ColourScale whole(float largest) {
    return new ColourScale(largest, "largest |R|", false);
  }

  private ColourScale single(float[] values, float largest) {
    return percentile(exact(values, options.clip()), largest, "");
  }

  private ColourScale shared(String label) {
    Histogram histogram = histograms.get(key(label));
    if (histogram == null || histogram.largest == 0) {
      throw new IllegalStateException("maps of '" + label + "' were not measured before drawing");
    }
    String over = options.scale().kind() == Scale.Kind.METHOD ? " over this method" : " over all";
    return percentile(histogram.percentile(options.clip()), histogram.largest, over);
  }

  private ColourScale percentile(double found, float largest, String over) {
    if (found > 0) {
      String rank =
          options.clip() == 100
              ? "largest |R|"
              : ordinal(Numbers.brief(options.clip())) + " percentile of |R|";
      return new ColourScale(found, rank + over, false);
    }
    return new ColourScale(largest, "largest |R|" + over + ", the percentile being 0", false);
  }

  private static String ordinal(String number) {
    boolean teen = number.endsWith("11") || number.endsWith("12") || number.endsWith("13");
    if (teen || number.contains(".")) {
      return number + "th";
    }
    return switch (number.charAt(number.length() - 1)) {
      case '1' -> number + "st";
      case '2' -> number + "nd";
      case '3' -> number + "rd";
      default -> number + "th";
    };
  }

  private String key(String label) {
    return options.scale().kind() == Scale.Kind.METHOD ? label : ALL;
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float v : values) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }

  /** The percentile of |values|, linear between ranks. */
  static double exact(float[] values, double percent) {
    float[] sorted = new float[values.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = Math.abs(values[i]);
    }
    Arrays.sort(sorted);
    double rank = percent / 100 * (sorted.length - 1);
    int low = (int) rank;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (rank - low) * ((double) sorted[high] - sorted[low]);
  }

  /** Counts of |r| by the leading bits of its float32 form, which ascend with the value. */
  private static final class Histogram {
    private final long[] counts = new long[1 << (31 - SHIFT)];
    private long total;
    private float largest;

    void add(float[] values) {
      for (float v : values) {
        float size = Math.abs(v);
        counts[Float.floatToIntBits(size) >>> SHIFT]++;
        largest = Math.max(largest, size);
      }
      total += values.length;
    }

    double percentile(double percent) {
      long rank = Math.round(percent / 100 * (total - 1));
      long seen = 0;
      for (int bin = 0; bin < counts.length; bin++) {
        seen += counts[bin];
        if (seen > rank) {
          return bin == 0 ? 0 : Math.min(largest, middle(bin));
        }
      }
      return largest;
    }

    private static float middle(int bin) {
      return Float.intBitsToFloat((bin << SHIFT) | (1 << (SHIFT - 1)));
    }
  }
}
