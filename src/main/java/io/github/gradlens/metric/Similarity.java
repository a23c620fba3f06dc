package io.github.gradlens.metric;

import io.github.gradlens.method.Parameter;
import io.github.gradlens.method.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How alike two maps are, one figure. */
enum Similarity {
  SSIM,
  SPEARMAN,
  COSINE;

  static Parameter parameter(Similarity otherwise) {
    return Parameter.choice(
        "similarity",
        otherwise.name().toLowerCase(Locale.ROOT),
        List.of("ssim", "spearman", "cosine"),
        "how maps are compared");
  }

  static Similarity of(Values v) {
    return valueOf(v.text("similarity").toUpperCase(Locale.ROOT));
  }

  /** The similarity of two maps, one value a position; NaN where it does not exist. */
  double of(double[] a, double[] b, Positions positions) {
    return switch (this) {
      case SPEARMAN -> Correlation.spearman(a, b);
      case COSINE -> Correlation.cosine(a, b);
      case SSIM -> {
        int[] axes = positions.axes();
        yield positions.image() ? Ssim.of(a, b, axes[0], axes[1]) : Double.NaN;
      }
    };
  }

  /** |R| summed over the channels of each position. */
  static double[] magnitudes(float[] map, Positions positions) {
    float[] size = new float[map.length];
    for (int i = 0; i < map.length; i++) {
      size[i] = Math.abs(map[i]);
    }
    return positions.relevance(size);
  }

  /** The mean of those that exist; NaN where none does. */
  static double mean(double[] similarities) {
    return Arrays.stream(similarities).filter(s -> !Double.isNaN(s)).average().orElse(Double.NaN);
  }
}
