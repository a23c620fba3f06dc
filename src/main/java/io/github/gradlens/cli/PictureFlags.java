package io.github.gradlens.cli;

import io.github.gradlens.render.PictureOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How relevance becomes colour; raw arrays are not touched by it. */
final class PictureFlags {
  @Option(
      names = "--scale",
      paramLabel = "S",
      description = "Colours end at: image (default), batch, method, fixed(V), none.")
  @Nullable String scale;

  @Option(
      names = "--sign",
      paramLabel = "S",
      description = "signed, absolute, positive or negative (by method).")
  @Nullable String sign;

  @Option(
      names = "--clip",
      paramLabel = "P",
      description = "Percentile of |R| at which the colours end (99).")
  @Nullable String clip;

  @Option(
      names = "--channels",
      paramLabel = "C",
      description = "sum (default), mean, max-abs or l2.")
  @Nullable String channels;

  @Option(
      names = "--overlay",
      paramLabel = "O",
      description = "Under the map: none (default), image, gray or mask.")
  @Nullable String overlay;

  @Option(
      names = "--alpha",
      paramLabel = "A",
      description = "How strongly the map covers the input, 0 to 1 (0.5).")
  @Nullable String alpha;

  PictureOptions options() {
    return PictureOptions.parse(scale, sign, clip, channels, overlay, alpha);
  }
}
