package io.github.gradlens.method;

import io.github.gradlens.error.UsageException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of a method or metric as its catalogue row declares it.
 *
 * @param key the name in a SPEC
 * @param otherwise the default as text, or null where the user must give a value
 * @param meaning a few words for help texts
 * @param reader refuses a bad value
 */
public record Parameter(String key, @Nullable String otherwise, String meaning, Reader reader) {
  /** Reads the text of a value. */
  @FunctionalInterface
  public interface Reader {
    /**
     * The text with all resolved that it leaves to its context; mostly the text itself.
     *
     * @throws IllegalArgumentException that says what is valid
     */
    String read(String text, SpecContext context);
  }

  /** The default of a parameter that may be left out. */
  static final String NOT_GIVEN = "none";

  private static final String NAME = "NAME";

  /**
   * A family of parameters, {@code layer.NAME}: any number of them, one for each NAME.
   *
   * @param key the key with NAME at its end
   */
  static Parameter family(String key, Reader reader, String meaning) {
    return new Parameter(key, NOT_GIVEN, meaning, reader);
  }

  /** A parameter that may be left out; {@code none} says that it is. */
  public static Parameter optional(String key, Reader reader, String meaning) {
    return new Parameter(
        key,
        NOT_GIVEN,
        meaning,
        (text, context) -> text.equals(NOT_GIVEN) ? text : reader.read(text, context));
  }

  public static Parameter flag(String key, boolean otherwise, String meaning) {
    return choice(key, Boolean.toString(otherwise), List.of("true", "false"), meaning);
  }

  boolean isFamily() {
    return key.endsWith("." + NAME);
  }

  /** Whether a key of a SPEC is this parameter. */
  boolean isNamed(String given) {
    return isFamily()
        ? given.startsWith(prefix()) && given.length() > prefix().length()
        : given.equals(key);
  }

  /** What all keys of a family begin with. */
  String prefix() {
    return key.substring(0, key.length() - NAME.length());
  }

  public static Parameter whole(String key, long otherwise, long least, long most, String meaning) {
    return parsed(
        key,
        Long.toString(otherwise),
        text -> {
          long value = parseWhole(text);
          if (value < least || value > most) {
            throw new IllegalArgumentException("a whole number from " + least + " to " + most);
          }
        },
        meaning);
  }

  public static Parameter real(
      String key, double otherwise, double least, double most, String meaning) {
    return parsed(
        key,
        format(otherwise),
        text -> {
          double value = parseReal(text);
          if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                "a number from " + format(least) + " to " + format(most));
          }
        },
        meaning);
  }

  public static Parameter choice(
      String key, String otherwise, List<String> choices, String meaning) {
    return parsed(
        key,
        otherwise,
        text -> {
          if (!choices.contains(text)) {
            throw new IllegalArgumentException("one of " + String.join(", ", choices));
          }
        },
        meaning);
  }

  /** A parameter whose text a parser of its own reads; the parser's message is passed on. */
  public static Parameter parsed(
      String key, @Nullable String otherwise, Consumer<String> parser, String meaning) {
    return new Parameter(
        key,
        otherwise,
        meaning,
        (text, context) -> {
          parser.accept(text);
          return text;
        });
  }

  /** Reads a value and quotes it where it is refused. */
  String read(String method, String value, SpecContext context) {
    try {
      return reader.read(value, context);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          method + ": " + key + "=" + value + " is not valid; give " + e.getMessage(), e);
    }
  }

  private static long parseWhole(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a whole number", e);
    }
  }

  private static double parseReal(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a number", e);
    }
  }

  private static String format(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value).replace(".0E", "e").replace("E", "e");
  }
}
