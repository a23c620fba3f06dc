package io.github.gradlens.render;

import io.github.gradlens.error.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads a user's word as one constant of an enum; {@code max-abs} is {@code MAX_ABS}. */
final class Choice {
  private Choice() {}

  static <E extends Enum<E>> E parse(String option, String text, Class<E> type) {
    List<String> valid = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      if (text(constant).equals(text)) {
        return constant;
      }
      valid.add(text(constant));
    }
    String last = valid.remove(valid.size() - 1);
    throw unknown(option, text, String.join(", ", valid) + " or " + last);
  }

  static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static UsageException unknown(String option, String text, String valid) {
    return new UsageException("unknown " + option + " '" + text + "'; valid are " + valid);
  }

  /** The number a text spells, NaN where it spells none. */
  static double number(String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
