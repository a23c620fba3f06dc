package io.github.gradlens.maximize;

import io.github.gradlens.graph.Emitter;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;

/**
 * What an image may be: {@code [H, W, C]} of float32 in the values that the model reads, each
 * channel between two bounds.
 *
 * <p>A channel whose bounds are both infinite has none; only {@link Pixels} can write it, and its
 * middle and range count as 0 and 1.
 *
 * @param low the least value of each channel
 * @param high the largest value of each channel
 * @param bgr whether three channels are blue, green, red and not red, green, blue
 */
public record Canvas(
    int height, int width, int channels, List<Float> low, List<Float> high, boolean bgr) {
  public Canvas {
    low = List.copyOf(low);
    high = List.copyOf(high);
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "an image of %d x %d pixels and %d channels".formatted(height, width, channels));
    }
    if (low.size() != channels || high.size() != channels) {
      throw new IllegalArgumentException(
          "%d channels have %d least and %d largest values"
              .formatted(channels, low.size(), high.size()));
    }
    for (int c = 0; c < channels; c++) {
      float range = high.get(c) - low.get(c);
      boolean open =
          low.get(c) == Float.NEGATIVE_INFINITY && high.get(c) == Float.POSITIVE_INFINITY;
      if (!open && (!(range > 0) || !Float.isFinite(range))) {
        throw new IllegalArgumentException(
            "channel %d lies between %s and %s".formatted(c, low.get(c), high.get(c)));
      }
    }
  }

  /** Equal bounds for all channels; three channels are red, green, blue. */
  public static Canvas of(int height, int width, int channels, float low, float high) {
    return new Canvas(
        height,
        width,
        channels,
        Collections.nCopies(channels, low),
        Collections.nCopies(channels, high),
        false);
  }

  /** Values without bounds, for inputs that are no images. */
  public static Canvas unbounded(int height, int width, int channels) {
    return of(height, width, channels, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
  }

  /** Whether every channel has bounds. */
  public boolean isBounded() {
    return low.stream().allMatch(Float::isFinite);
  }

  /** Whether the channels are colours. */
  boolean isColoured() {
    return channels == 3;
  }

  /** The number of frequencies along the width that tell all others of a real image. */
  int halfWidth() {
    return width / 2 + 1;
  }

  float middle(int channel) {
    return isOpen(channel) ? 0 : low.get(channel) + range(channel) / 2;
  }

  float range(int channel) {
    return isOpen(channel) ? 1 : high.get(channel) - low.get(channel);
  }

  private boolean isOpen(int channel) {
    return Float.isInfinite(low.get(channel));
  }

  /** The middle of each channel's values, {@code [C]}. */
  Operand<?> middle(Emitter tf) {
    return perChannel(tf, IntStream.range(0, channels).mapToObj(this::middle).toList());
  }

  /** The size of each channel's range, {@code [C]}. */
  Operand<?> range(Emitter tf) {
    return perChannel(tf, IntStream.range(0, channels).mapToObj(this::range).toList());
  }

  /** Values from 0 to 1 as values of the channels. */
  Operand<?> fromUnit(Emitter tf, Operand<?> unit) {
    return tf.add(tf.mul(unit, range(tf)), perChannel(tf, low));
  }

  /** A figure for each channel, {@code [C]}. */
  static Operand<?> perChannel(Emitter tf, List<Float> values) {
    float[] array = new float[values.size()];
    for (int c = 0; c < array.length; c++) {
      array[c] = values.get(c);
    }
    return tf.ops().constant(array);
  }
}
