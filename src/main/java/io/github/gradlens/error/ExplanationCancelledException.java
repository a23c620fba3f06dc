package io.github.gradlens.error;

/** A call that was cancelled by its caller. */
public final class ExplanationCancelledException extends GradLensException {
  private static final long serialVersionUID = 1L;

  public ExplanationCancelledException(String message) {
    super(message);
  }

  public ExplanationCancelledException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 3;
  }
}
