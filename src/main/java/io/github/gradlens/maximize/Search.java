package io.github.gradlens.maximize;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * How the ascent goes.
 *
 * @param steps updates of what is learnt
 * @param rate the optimiser's learning rate
 * @param count how many answers are sought to each objective
 * @param restarts how many ascents, from other starts, each answer is the best of
 * @param minimize whether f is minimised: J = −f − …
 * @param seed of the starts and of what transforms draw
 * @param start the first value of what is learnt, of one image or of all; null for a drawn one
 * @param snapshots how many images along the way are kept, the first and the last included
 * @param memory bound in bytes on the activations of one step, which sets how many images are
 *     learnt at once
 */
public record Search(
    int steps,
    double rate,
    Optimiser optimiser,
    int count,
    int restarts,
    boolean minimize,
    long seed,
    @Nullable NumericArray start,
    int snapshots,
    long memory) {
  public Search {
    require(steps >= 1, "steps", steps, "1 or more");
    require(rate > 0 && Double.isFinite(rate), "the learning rate", rate, "a number above 0");
    require(count >= 1, "count", count, "1 or more");
    require(restarts >= 1, "restarts", restarts, "1 or more");
    require(snapshots >= 2, "snapshots", snapshots, "2 or more");
    require(memory >= 1, "memory", memory, "1 byte or more");
  }

  /** One ascent by Adam, with what one explanation may hold. */
  public static Search of(int steps, double rate) {
    return new Search(
        steps,
        rate,
        Optimiser.ADAM,
        1,
        1,
        false,
        0,
        null,
        8,
        io.github.gradlens.ExplainRequest.DEFAULT_MEMORY);
  }

  public Search withCount(int answers) {
    return new Search(
        steps, rate, optimiser, answers, restarts, minimize, seed, start, snapshots, memory);
  }

  public Search withRestarts(int ascents) {
    return new Search(
        steps, rate, optimiser, count, ascents, minimize, seed, start, snapshots, memory);
  }

  public Search withSeed(long number) {
    return new Search(
        steps, rate, optimiser, count, restarts, minimize, number, start, snapshots, memory);
  }

  public Search withOptimiser(Optimiser rule) {
    return new Search(steps, rate, rule, count, restarts, minimize, seed, start, snapshots, memory);
  }

  public Search withStart(NumericArray first) {
    return new Search(
        steps, rate, optimiser, count, restarts, minimize, seed, first, snapshots, memory);
  }

  public Search withMemory(long bytes) {
    return new Search(
        steps, rate, optimiser, count, restarts, minimize, seed, start, snapshots, bytes);
  }

  /** The same for the least f. */
  public Search minimizing() {
    return new Search(
        steps, rate, optimiser, count, restarts, true, seed, start, snapshots, memory);
  }

  private static void require(boolean valid, String what, Number value, String mend) {
    if (!valid) {
      throw new UsageException(what + " " + value + " is not valid; give " + mend);
    }
  }
}
