package io.github.gradlens.error;

/** One example that cannot be read or explained; the others go on. */
public final class InputException extends GradLensException {
  private static final long serialVersionUID = 1L;

  public InputException(String message) {
    super(message);
  }

  public InputException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 3;
  }
}
