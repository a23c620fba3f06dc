package io.github.gradlens.cli;

import io.github.gradlens.error.UsageException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as users write them: {@code 2GiB}, {@code 512MiB}, {@code 1.5G}, {@code 800MB}, bytes. */
final class MemorySize {
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)\\s*([KMGT]?)(i?B)?", Pattern.CASE_INSENSITIVE);
  private static final String PREFIXES = "KMGT";

  private MemorySize() {}

  /**
   * The bytes a text spells; K, KiB, … are powers of 1024, KB, … of 1000.
   *
   * @throws UsageException where it is no size or less than 1 MiB
   */
  static long parse(String option, String text) {
    Matcher matcher = SIZE.matcher(text.strip());
    if (!matcher.matches()) {
      throw new UsageException(
          option + " '" + text + "' is no size; write it as in 512MiB or 2GiB");
    }
    String prefix = matcher.group(2).toUpperCase(java.util.Locale.ROOT);
    boolean decimal = !prefix.isEmpty() && "B".equalsIgnoreCase(matcher.group(3));
    int power = prefix.isEmpty() ? 0 : PREFIXES.indexOf(prefix) + 1;
    double bytes = Double.parseDouble(matcher.group(1)) * Math.pow(decimal ? 1000 : 1024, power);
    if (bytes < 1 << 20 || bytes > 1L << 50) {
      throw new UsageException(option + " '" + text + "' is out of range; give 1MiB to 1024TiB");
    }
    return (long) bytes;
  }
}
