package io.github.gradlens.render;

import io.github.gradlens.render.PictureOptions.Sign;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The features of largest |r|, largest first; among equals the earlier feature first.
 *
 * @param rows those that are drawn
 * @param features how many there are
 * @param limit the length of a full bar, 0 for a zero map
 * @param tokens whether the rows are a text's tokens, in their order
 */
record Bars(List<Row> rows, int features, double limit, boolean tokens) {
  static final int MOST = 20;

  /** A feature's name, its value where known, and its relevance. */
  record Row(String name, @Nullable Double value, double relevance) {}

  static Bars of(RelevanceMap map, Sign sign, ColourScale scale, InputView.Shell input) {
    List<Row> rows = new ArrayList<>(inOrder(map, sign, scale, input).rows());
    rows.sort(Comparator.comparingDouble(row -> -Math.abs(row.relevance())));
    return new Bars(
        rows.subList(0, Math.min(MOST, rows.size())), map.width(), scale.limit(), false);
  }

  /** All of them in their order: the tokens of a text. */
  static Bars inOrder(RelevanceMap map, Sign sign, ColourScale scale, InputView.Shell input) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < map.width(); i++) {
      rows.add(new Row(input.name(i), input.value(i), sign.of(map.at(0, i))));
    }
    return new Bars(rows, map.width(), scale.limit(), true);
  }
}
