package io.github.gradlens;

import io.github.gradlens.error.ExplanationCancelledException;

/** Lets one thread give up what another explains. */
public final class Cancellation {
  private volatile boolean cancelled;

  /** Gives up: the call ends with {@link ExplanationCancelledException} before its next run. */
  public void cancel() {
    cancelled = true;
  }

  public boolean isCancelled() {
    return cancelled;
  }

  /**
   * Gives up where it was asked to.
   *
   * @throws ExplanationCancelledException where it was
   */
  public void check() {
    if (cancelled) {
      throw new ExplanationCancelledException("the explanation was cancelled by its caller");
    }
  }
}
