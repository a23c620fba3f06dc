package io.github.gradlens.io;

import org.jspecify.annotations.Nullable;

/**
 * How an input holds a picture.
 *
 * @param height −1 where the signature leaves it open
 * @param width −1 where the signature leaves it open
 * @param channels 1 or 3
 * @param channelsLast whether they stand behind height and width
 */
public record PictureShape(long height, long width, int channels, boolean channelsLast) {
  /** As image files are read into the input; null where it takes none. */
  public static @Nullable PictureShape of(InputSpec.Input input) {
    ImageLayout layout = ImageLayout.find(input);
    return layout == null
        ? null
        : new PictureShape(layout.height(), layout.width(), layout.channels(), layout.last());
  }
}
