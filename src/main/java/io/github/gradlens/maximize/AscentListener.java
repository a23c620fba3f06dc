package io.github.gradlens.maximize;

/** Told between steps, from the calling thread, how far a search has come. */
@FunctionalInterface
public interface AscentListener {
  /**
   * Must return soon; what it throws ends the search.
   *
   * @param done steps made, over all batches of images
   * @param total steps to make
   * @param objective the mean f of the batch at the last step
   */
  void progressed(long done, long total, double objective);
}
