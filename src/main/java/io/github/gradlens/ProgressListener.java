package io.github.gradlens;

/**
 * Told how far a call has come: from a thread of its own while a session run is under way, between
 * runs from the calling thread. Explainers with a listener count the rounds of their loops in the
 * graph, which changes no result.
 */
@FunctionalInterface
public interface ProgressListener {
  /** Must return soon; what it throws ends the call once its session run has ended. */
  void progressed(CallProgress progress);
}
