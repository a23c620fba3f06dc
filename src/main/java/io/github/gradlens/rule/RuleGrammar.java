package io.github.gradlens.rule;

import io.github.gradlens.backward.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rules as users write them in {@code lrp:dense=epsilon(1e-6),first=box(0;1)}; arguments are
 * separated by {@code ;}.
 */
public final class RuleGrammar {
  /** What a text may be, for messages. */
  public static final String FORMS =
      "zero, epsilon(E), gamma(G), alpha-beta(A;B), z-plus, w-square, flat, box(LOW;HIGH) or pass";

  private static final Pattern CALL = Pattern.compile("([a-z-]+)(?:\\((.*)\\))?");

  private RuleGrammar() {}

  /**
   * Reads a rule.
   *
   * @throws IllegalArgumentException that says what is valid
   */
  public static Rule parse(String text, RuleOptions options) {
    Matcher call = CALL.matcher(text);
    if (!call.matches()) {
      throw unknown(text);
    }
    List<Double> numbers = numbers(text, call.group(2));
    int given = numbers.size();
    boolean bias = options.bias();
    return switch (String.valueOf(call.group(1))) {
      case "zero" -> {
        require(text, given == 0);
        yield new Epsilon(0, false, bias);
      }
      case "epsilon" -> {
        require(text, given <= 1 && (given == 0 || numbers.get(0) >= 0));
        yield new Epsilon(given == 0 ? 1e-6 : numbers.get(0), options.relativeEpsilon(), bias);
      }
      case "gamma" -> {
        require(text, given <= 1 && (given == 0 || numbers.get(0) >= 0));
        yield new Gamma(given == 0 ? 0.25 : numbers.get(0), bias);
      }
      case "alpha-beta" -> {
        require(text, given == 0 || given == 2);
        double alpha = given == 0 ? 2 : numbers.get(0);
        double beta = given == 0 ? 1 : numbers.get(1);
        if (Math.abs(alpha - beta - 1) > 1e-9 || beta < 0) {
          throw new IllegalArgumentException("alpha-beta(A;B) with A − B = 1 and B ≥ 0");
        }
        yield new AlphaBeta(alpha, beta, bias);
      }
      case "z-plus" -> {
        require(text, given == 0);
        yield new ZPlus(bias);
      }
      case "w-square" -> {
        require(text, given == 0);
        yield new WSquare();
      }
      case "flat" -> {
        require(text, given == 0);
        yield new Flat();
      }
      case "box" -> {
        require(text, given >= 2 && given % 2 == 0);
        yield new Box(numbers.subList(0, given / 2), numbers.subList(given / 2, given));
      }
      case "pass" -> {
        require(text, given == 0);
        yield new Pass();
      }
      default -> throw unknown(text);
    };
  }

  private static List<Double> numbers(String text, @Nullable String inside) {
    List<Double> found = new ArrayList<>();
    if (inside == null || inside.isBlank()) {
      return found;
    }
    for (String part : inside.split(";", -1)) {
      try {
        double value = Double.parseDouble(part.trim());
        require(text, Double.isFinite(value));
        found.add(value);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(FORMS + " (got '" + text + "')", e);
      }
    }
    return found;
  }

  private static void require(String text, boolean holds) {
    if (!holds) {
      throw unknown(text);
    }
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException(FORMS + " (got '" + text + "')");
  }
}
