package io.github.gradlens.backward;

import io.github.gradlens.error.PreflightException;
import io.github.gradlens.site.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Gives every site of a path its rule before a node is added, or names all that lack one. */
public final class Preflight {
  private Preflight() {}

  /**
   * Resolves every site's rule.
   *
   * @param shapeOf the shape of a tensor as text, for the message
   * @throws PreflightException where at least one site has no rule; it names them all
   */
  public static Plan plan(
      RuleBook book, Path path, String signature, Function<String, String> shapeOf) {
    List<String> missing = missing(book, path, shapeOf);
    if (!missing.isEmpty()) {
      throw new PreflightException(
          book.name()
              + " cannot pass "
              + missing.size()
              + (missing.size() == 1 ? " site" : " sites")
              + " of signature "
              + signature
              + ": "
              + String.join("; ", missing)
              + ". "
              + book.remedy(lacking(book, path)));
    }
    book.check(path);
    Map<String, Rule> rules = new HashMap<>();
    for (Site site : path.sites()) {
      Rule rule = book.ruleFor(site, path.placeOf(site));
      if (rule != null) {
        rules.put(site.name(), rule);
      }
    }
    return new Plan(path, rules);
  }

  /** Every site without a rule as {@code name (Op, shape: reason)}, first to last. */
  public static List<String> missing(RuleBook book, Path path, Function<String, String> shapeOf) {
    return lacking(book, path).stream()
        .map(
            site ->
                site.name()
                    + " ("
                    + site.head().op()
                    + " "
                    + shapeOf.apply(site.outputs().get(0))
                    + ": "
                    + book.lackOf(site)
                    + ")")
        .toList();
  }

  private static List<Site> lacking(RuleBook book, Path path) {
    List<Site> lacking = new ArrayList<>();
    for (Site site : path.sites()) {
      if (book.ruleFor(site, path.placeOf(site)) == null) {
        lacking.add(0, site);
      }
    }
    return lacking;
  }
}
