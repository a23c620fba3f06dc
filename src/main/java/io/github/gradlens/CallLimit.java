package io.github.gradlens;

import io.github.gradlens.error.ExplanationTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.RunOptions;

/**
 * When a call ends at the latest, whatever number of session runs it takes.
 *
 * @param timeout the longest that the call may take; null for no limit
 * @param cancellation cancelled by another thread to give up
 * @param began when the call began, as {@link System#nanoTime} tells it
 */
record CallLimit(@Nullable Duration timeout, Cancellation cancellation, long began) {
  static CallLimit from(@Nullable Duration timeout, Cancellation cancellation) {
    return new CallLimit(timeout, cancellation, System.nanoTime());
  }

  static CallLimit none() {
    return from(null, new Cancellation());
  }

  /** The options of a run that starts now; null where it may take as long as it needs. */
  @Nullable RunOptions check() {
    cancellation.check();
    if (timeout == null) {
      return null;
    }
    long left = timeout.toMillis() - (System.nanoTime() - began) / 1_000_000;
    if (left <= 0) {
      throw passed(null);
    }
    return RunOptions.newBuilder().setTimeoutInMs(left).build();
  }

  ExplanationTimeoutException passed(@Nullable Throwable cause) {
    String message =
        "the explanation did not end within "
            + timeout
            + "; allow more time, or take fewer steps"
            + " or samples";
    return cause == null
        ? new ExplanationTimeoutException(message)
        : new ExplanationTimeoutException(message, cause);
  }
}
