package io.github.gradlens.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a point of a curve was found from, made when it is looked at; each of the explained tensor's
 * shape, without batch axis.
 *
 * @param point its place on the curve
 * @param x the example, changed or not
 * @param map its map; null where the point is of a score
 */
public record Frame(int point, Supplier<float[]> x, @Nullable Supplier<float[]> map) {
  private static final int MOST_MAPS = 7;

  /** Those of a curve's frames that are shown; maps are large, so the others are not kept. */
  static List<Frame> shown(List<Frame> curve) {
    List<Frame> shown = new ArrayList<>();
    if (!curve.isEmpty()) {
      boolean maps = curve.get(0).map() != null;
      for (int i : maps ? spread(curve.size()) : quarters(curve.size())) {
        shown.add(new Frame(i, curve.get(i).x(), curve.get(i).map()));
      }
    }
    return shown;
  }

  /** The start, a quarter, a half and the end. */
  private static Iterable<Integer> quarters(int count) {
    return new TreeSet<>(List.of(0, (count - 1) / 4, (count - 1) / 2, count - 1));
  }

  private static Iterable<Integer> spread(int count) {
    TreeSet<Integer> places = new TreeSet<>();
    int shown = Math.min(MOST_MAPS, count);
    for (int i = 0; i < shown; i++) {
      places.add(shown == 1 ? 0 : i * (count - 1) / (shown - 1));
    }
    return places;
  }
}
