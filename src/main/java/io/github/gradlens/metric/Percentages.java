package io.github.gradlens.metric;

import java.util.ArrayList;
import java.util.List;

/** A list of shares such as {@code 1;3;...;99}, where the dots continue the step before them. */
final class Percentages {
  private static final String FORM =
      "numbers from 0 to below 100, separated by ';', such as 5;10;20 or 1;3;...;99";

  private Percentages() {}

  /**
   * Reads a list.
   *
   * @throws IllegalArgumentException that says what is valid
   */
  static List<Double> parse(String text) {
    List<Double> out = new ArrayList<>();
    boolean continues = false;
    for (String part : text.split(";", -1)) {
      if (part.equals("...") || part.equals("…")) {
        if (continues || out.size() < 2) {
          throw new IllegalArgumentException(FORM);
        }
        continues = true;
        continue;
      }
      double value = number(part);
      if (continues) {
        fill(out, value);
        continues = false;
      }
      out.add(value);
    }
    if (continues) {
      throw new IllegalArgumentException(FORM);
    }
    return List.copyOf(out);
  }

  private static void fill(List<Double> out, double end) {
    double first = out.get(out.size() - 2);
    double step = out.get(out.size() - 1) - first;
    if (!(step > 0) || (end - first) / step > 10_000) {
      throw new IllegalArgumentException(FORM);
    }
    // Half a step is well clear of rounding.
    for (int k = 2; first + k * step < end - step / 2; k++) {
      out.add(first + k * step);
    }
  }

  private static double number(String text) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(FORM, e);
    }
    if (!(value >= 0 && value < 100)) {
      throw new IllegalArgumentException(FORM);
    }
    return value;
  }
}
