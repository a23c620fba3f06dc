package io.github.gradlens.method;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Between which values every element of the explained input lies, as pixels do.
 *
 * @param low the smallest value, one for all or one a channel
 * @param high the largest, as many
 */
public record InputRange(List<Float> low, List<Float> high) {
  public InputRange {
    low = List.copyOf(low);
    high = List.copyOf(high);
  }

  /** The bounds as {@code low} and {@code high} of a SPEC spell them. */
  String lowText() {
    return text(low);
  }

  String highText() {
    return text(high);
  }

  private static String text(List<Float> values) {
    return values.stream().map(InputRange::text).collect(Collectors.joining(";"));
  }

  private static String text(float value) {
    return value == (int) value ? Integer.toString((int) value) : Float.toString(value);
  }
}
