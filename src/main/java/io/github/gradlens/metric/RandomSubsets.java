package io.github.gradlens.metric;

import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * Random sets of positions, uniform without replacement. A set depends on the seed, the example's
 * place, its size and its number alone, so it is drawn again where it is needed and never kept.
 */
record RandomSubsets(long seed, Removal baseline) {
  /** Floyd's algorithm: as many draws as the set has elements. */
  int[] draw(Case example, int size, int number) {
    SplittableRandom random = Draws.of(seed, example.place(), "subset " + size + " " + number);
    int count = example.positions().count();
    BitSet drawn = new BitSet(count);
    for (int last = count - size; last < count; last++) {
      int position = random.nextInt(last + 1);
      drawn.set(drawn.get(position) ? last : position);
    }
    return drawn.stream().toArray();
  }

  /** What is f without a set? */
  Question without(Case example, int size, int number) {
    return Question.score(
        "subset " + seed + " " + size + " " + number + " " + baseline,
        () -> baseline.without(example, draw(example, size, number)));
  }

  /** Σ r over a set. */
  double relevance(Case example, double[] r, int size, int number) {
    double sum = 0;
    for (int position : draw(example, size, number)) {
      sum += r[position];
    }
    return sum;
  }
}
