package io.github.gradlens.maximize;

import io.github.gradlens.error.UsageException;

/** The values of images, least and largest, for models that take images in another scale. */
public record ValueRange(float low, float high) {
  public ValueRange {
    if (!(low < high) || Float.isInfinite(low) || Float.isInfinite(high)) {
      throw new UsageException(
          "range " + low + "," + high + " is not valid; give LOW,HIGH with LOW below HIGH");
    }
  }
}
