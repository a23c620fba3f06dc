package io.github.gradlens.error;

/**
 * The base of every error that GradLens reports on purpose. The message is one line that says what
 * is wrong, where, and how to mend it; it quotes the user's own text.
 */
public abstract sealed class GradLensException extends RuntimeException
    permits ModelException,
        UsageException,
        InputException,
        PreflightException,
        ExplanationTimeoutException,
        ExplanationCancelledException {
  private static final long serialVersionUID = 1L;

  GradLensException(String message) {
    super(message);
  }

  GradLensException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The exit code of the command line: 2 wrong usage or unusable model, 3 some inputs failed. */
  public int exitCode() {
    return 2;
  }
}
