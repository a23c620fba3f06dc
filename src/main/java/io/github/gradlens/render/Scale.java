package io.github.gradlens.render;

import io.github.gradlens.error.UsageException;
import java.util.Locale;

/**
 * Which values share one colour scale.
 *
 * @param kind which maps share a limit
 * @param limit the value at which the colours end for {@link Kind#FIXED}, 1 for {@link Kind#NONE},
 *     otherwise 0 because it is measured
 */
public record Scale(Kind kind, double limit) {
  /** Which maps share a limit. */
  public enum Kind {
    /** Each map has its own. */
    IMAGE,
    /** One for every map of the run. */
    BATCH,
    /** One a method, over all inputs. */
    METHOD,
    /** The user's number. */
    FIXED,
    /** Values are drawn as they are: the colours end at 1. */
    NONE
  }

  static final String VALID = "image, batch, method, fixed(NUMBER) or none";

  public Scale {
    if (kind == Kind.FIXED && !(limit > 0 && Double.isFinite(limit))) {
      throw new UsageException(
          "the limit of scale fixed(" + limit + ") must be a finite number above 0");
    }
  }

  /** Each map has its own limit. */
  public static Scale image() {
    return new Scale(Kind.IMAGE, 0);
  }

  /** Whether the limit is known only after all maps were measured. */
  public boolean shared() {
    return kind == Kind.BATCH || kind == Kind.METHOD;
  }

  /**
   * Reads {@code image}, {@code batch}, {@code method}, {@code fixed(NUMBER)} or {@code none}.
   *
   * @throws UsageException for anything else, listing what is valid
   */
  public static Scale parse(String text) {
    return switch (text) {
      case "image" -> image();
      case "batch" -> new Scale(Kind.BATCH, 0);
      case "method" -> new Scale(Kind.METHOD, 0);
      case "none" -> new Scale(Kind.NONE, 1);
      default -> parseFixed(text);
    };
  }

  private static Scale parseFixed(String text) {
    if (text.startsWith("fixed(") && text.endsWith(")")) {
      double limit = Choice.number(text.substring("fixed(".length(), text.length() - 1));
      if (limit > 0 && Double.isFinite(limit)) {
        return new Scale(Kind.FIXED, limit);
      }
      throw new UsageException(
          "scale '" + text + "' needs a finite number above 0, as in fixed(0.5)");
    }
    throw Choice.unknown("scale", text, VALID);
  }

  @Override
  public String toString() {
    return kind == Kind.FIXED
        ? "fixed(" + Numbers.brief(limit) + ")"
        : kind.name().toLowerCase(Locale.ROOT);
  }
}
