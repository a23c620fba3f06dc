package io.github.gradlens.metric;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * How strong noise is.
 *
 * @param size as the user gives it
 * @param ofRange whether it counts in units of max x − min x of the example
 */
record NoiseSize(double size, boolean ofRange) {
  double of(Case example) {
    return ofRange ? size * example.range() : size;
  }

  /** Values of N(0, size²), one an element; the same for the same seed, place and number. */
  float[] normal(Case example, long seed, int number) {
    return draw(example, seed, "normal " + number, SplittableRandom::nextGaussian);
  }

  /** Values uniform in [−size, size]. */
  float[] uniform(Case example, long seed, int number) {
    return draw(example, seed, "uniform " + number, random -> 2 * random.nextDouble() - 1);
  }

  private float[] draw(
      Case example, long seed, String purpose, ToDoubleFunction<SplittableRandom> unit) {
    SplittableRandom random = Draws.of(seed, example.place(), purpose);
    double scale = of(example);
    float[] out = new float[example.x().length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) (scale * unit.applyAsDouble(random));
    }
    return out;
  }
}
