package io.github.gradlens.error;

/** A call that did not end within its timeout. */
public final class ExplanationTimeoutException extends GradLensException {
  private static final long serialVersionUID = 1L;

  public ExplanationTimeoutException(String message) {
    super(message);
  }

  public ExplanationTimeoutException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 3;
  }
}
