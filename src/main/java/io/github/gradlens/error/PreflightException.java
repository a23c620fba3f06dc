package io.github.gradlens.error;

/** Sites between the explained tensor and the score that have no rule, all named at once. */
public final class PreflightException extends GradLensException {
  private static final long serialVersionUID = 1L;

  public PreflightException(String message) {
    super(message);
  }

  public PreflightException(String message, Throwable cause) {
    super(message, cause);
  }
}
