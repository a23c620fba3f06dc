package io.github.gradlens.render;

import java.util.ArrayList;
import java.util.List;

/** Round numbers along an axis. */
final class Ticks {
  private Ticks() {}

  /** About {@code wanted} multiples of 1, 2 or 5 times a power of ten, from low to high. */
  static List<Double> of(double low, double high, int wanted) {
    double rough = (high - low) / wanted;
    if (!(rough > 0) || !Double.isFinite(rough)) {
      return List.of(low);
    }
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double factor = rough / power;
    double step = power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    List<Double> ticks = new ArrayList<>();
    double slack = step * 1e-6;
    for (long k = (long) Math.ceil((low - slack) / step); k * step <= high + slack; k++) {
      ticks.add(k * step);
    }
    return ticks;
  }
}
