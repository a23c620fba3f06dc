package io.github.gradlens.maximize;

import java.util.List;

/**
 * What a search found.
 *
 * @param prototypes by objective as requested, and in it by number
 * @param ascents all of them, in the same order, the restarts of one answer together
 */
public record Maximized(List<Prototype> prototypes, List<Ascent> ascents) {
  public Maximized {
    prototypes = List.copyOf(prototypes);
    ascents = List.copyOf(ascents);
  }
}
