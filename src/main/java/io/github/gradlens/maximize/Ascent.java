package io.github.gradlens.maximize;

import java.util.List;

/**
 * One ascent as it went.
 *
 * @param number of the answers to the same objective, from 0
 * @param best whether no other restart came higher
 * @param steps one line a step, before its update
 */
public record Ascent(Objective objective, int number, int restart, boolean best, List<Line> steps) {
  public Ascent {
    steps = List.copyOf(steps);
  }

  /**
   * J and its parts at a step, as the model saw the transformed image.
   *
   * @param objective f
   * @param l2 λ·Σ(x − x̄)²
   * @param tv τ·TV(x)
   * @param expert κ·log p(x)
   * @param diversity δ·D
   * @param total J = ±f − l2 − tv + expert − diversity
   */
  public record Line(
      int step,
      double objective,
      double l2,
      double tv,
      double expert,
      double diversity,
      double total) {}
}
