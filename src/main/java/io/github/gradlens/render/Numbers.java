package io.github.gradlens.render;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as a reader wants them: three significant digits, no locale, a true minus sign. */
final class Numbers {
  private Numbers() {}

  private static final MathContext THREE = new MathContext(3);

  /** As {@code 0.0123}, {@code 1230}, {@code 1.23e-7}. */
  static String brief(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
    }
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    String digits;
    if (size >= 1e-3 && size < 1e6) {
      BigDecimal rounded = size >= 1000 ? whole(size) : new BigDecimal(size).round(THREE);
      digits = rounded.stripTrailingZeros().toPlainString();
    } else {
      String text = String.format(Locale.ROOT, "%.2e", size);
      int e = text.indexOf('e');
      digits =
          new BigDecimal(text.substring(0, e)).stripTrailingZeros().toPlainString()
              + "e"
              + Integer.parseInt(text.substring(e + 1));
    }
    return value < 0 ? "−" + digits : digits;
  }

  private static BigDecimal whole(double size) {
    return BigDecimal.valueOf(Math.round(size));
  }

  /** With an explicit plus for values above 0. */
  static String signed(double value) {
    return value > 0 ? "+" + brief(value) : brief(value);
  }

  /** A probability in per cent, as {@code 93.1 %}. */
  static String percent(double probability) {
    return Double.isFinite(probability)
        ? String.format(Locale.ROOT, "%.1f %%", 100 * probability)
        : "NaN";
  }
}
