package io.github.gradlens.metric;

import java.util.Arrays;

/**
 * What removed positions are set to: {@code zero}, {@code min}, {@code max} or {@code mean} of the
 * example over all its elements, or a number.
 */
public record Removal(Kind kind, float number) {
  /** Where the value comes from. */
  enum Kind {
    MIN,
    MAX,
    MEAN,
    NUMBER
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException that says what is valid
   */
  static Removal parse(String text) {
    return switch (text) {
      case "zero" -> new Removal(Kind.NUMBER, 0);
      case "min" -> new Removal(Kind.MIN, 0);
      case "max" -> new Removal(Kind.MAX, 0);
      case "mean" -> new Removal(Kind.MEAN, 0);
      default -> {
        float number;
        try {
          number = Float.parseFloat(text);
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException("zero, min, max, mean or a number", e);
        }
        if (!Float.isFinite(number)) {
          throw new IllegalArgumentException("zero, min, max, mean or a finite number");
        }
        yield new Removal(Kind.NUMBER, number);
      }
    };
  }

  /** The value for an example. */
  float of(float[] x) {
    return switch (kind) {
      case NUMBER -> number;
      case MIN -> (float) doubles(x).min();
      case MAX -> (float) doubles(x).max();
      case MEAN -> (float) doubles(x).mean();
    };
  }

  private record Summary(double min, double max, double mean) {}

  private static Summary doubles(float[] x) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (float v : x) {
      min = Math.min(min, v);
      max = Math.max(max, v);
      sum += v;
    }
    return new Summary(min, max, sum / x.length);
  }

  /** x with all positions removed. */
  float[] all(Case example) {
    float[] out = new float[example.x().length];
    Arrays.fill(out, of(example.x()));
    return out;
  }

  /** x_S: x with the positions S removed. */
  float[] without(Case example, int[] positions) {
    return without(example, positions, 0, positions.length);
  }

  /** x with the positions {@code order[from]} … {@code order[to − 1]} removed. */
  float[] without(Case example, int[] order, int from, int to) {
    float[] out = example.x().clone();
    float value = of(example.x());
    for (int i = from; i < to; i++) {
      example.positions().set(out, order[i], value);
    }
    return out;
  }
}
