package io.github.gradlens.cli;

import io.github.gradlens.maximize.Ascent;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code history.jsonl}: a step of an ascent, before its update. Parts of J carry their
 * weights; null for what is no number.
 *
 * @param target as the user named it
 * @param answer the number of the answer sought, from 0
 * @param restart the number of the ascent, from 0
 * @param best whether this ascent found the answer
 * @param objective f of what the model saw
 * @param total J
 */
record HistoryLine(
    String target,
    int answer,
    int restart,
    boolean best,
    int step,
    @Nullable Double objective,
    @Nullable Double l2,
    @Nullable Double tv,
    @Nullable Double prior,
    @Nullable Double diversity,
    @Nullable Double total) {

  static HistoryLine of(Ascent ascent, Ascent.Line line) {
    return new HistoryLine(
        ascent.objective().name(),
        ascent.number(),
        ascent.restart(),
        ascent.best(),
        line.step(),
        finite(line.objective()),
        finite(line.l2()),
        finite(line.tv()),
        finite(line.expert()),
        finite(line.diversity()),
        finite(line.total()));
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
