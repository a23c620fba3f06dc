package io.github.gradlens.io;

import io.github.gradlens.error.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How an image's values v in 0…255 become a model's input.
 *
 * <p>Source: {@code keras.applications.imagenet_utils.preprocess_input}, modes caffe, tf
 * (symmetric) and torch.
 */
public enum Preprocess {
  /** v. */
  RAW,
  /** v / 255. */
  UNIT,
  /** v / 127.5 − 1. */
  SYMMETRIC,
  /** Channels reversed to B, G, R; v − (103.939, 116.779, 123.68). */
  CAFFE,
  /** (v / 255 − (0.485, 0.456, 0.406)) / (0.229, 0.224, 0.225). */
  TORCH;

  private static final float[] CAFFE_MEAN = {103.939f, 116.779f, 123.68f};
  private static final float[] TORCH_MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] TORCH_DEVIATION = {0.229f, 0.224f, 0.225f};

  /**
   * The constant by its id, as {@code --preprocess} takes it.
   *
   * @throws UsageException for an unknown id, listing the known ones
   */
  public static Preprocess of(String id) {
    return Arrays.stream(values())
        .filter(p -> p.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "unknown preprocessing '"
                        + id
                        + "'; choose one of "
                        + String.join(", ", Arrays.stream(values()).map(Preprocess::id).toList())));
  }

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What a grey pixel of value v becomes: one value a channel, in the channels' order after the
   * formula, or a single one where all are equal.
   */
  public List<Float> grey(float v) {
    float[] values = {v, v, v};
    apply(values, values.length);
    boolean equal = values[0] == values[1] && values[1] == values[2];
    return equal ? List.of(values[0]) : List.of(values[0], values[1], values[2]);
  }

  /** Whether the formula needs red, green and blue. */
  boolean needsColour() {
    return this == CAFFE || this == TORCH;
  }

  /** Applies the formula in place to values with channels innermost. */
  public void apply(float[] values, int channels) {
    if (needsColour() && channels != 3) {
      throw new IllegalArgumentException(id() + " needs 3 channels, not " + channels);
    }
    for (int i = 0; i < values.length; i++) {
      int c = i % channels;
      float v = values[i];
      values[i] =
          switch (this) {
            case RAW, CAFFE -> v;
            case UNIT -> v / 255f;
            case SYMMETRIC -> v / 127.5f - 1f;
            case TORCH -> (v / 255f - TORCH_MEAN[c]) / TORCH_DEVIATION[c];
          };
    }
    for (int i = 0; this == CAFFE && i < values.length; i += 3) {
      float red = values[i];
      values[i] = values[i + 2] - CAFFE_MEAN[0];
      values[i + 1] -= CAFFE_MEAN[1];
      values[i + 2] = red - CAFFE_MEAN[2];
    }
  }
}
