package io.github.gradlens;

import java.util.List;

/**
 * How far a call has come.
 *
 * @param first the place of the batch's first example among all of the call
 * @param labels the methods of the session run that is under way, or has just ended
 * @param done how many evaluations of each example its loops have made
 * @param total of how many; 0 where it has no loop, or none has begun
 * @param share of the whole call, from 0 to 1, where every run with a loop is taken to be as long
 *     as another
 */
public record CallProgress(int first, List<String> labels, long done, long total, double share) {
  public CallProgress {
    labels = List.copyOf(labels);
  }
}
