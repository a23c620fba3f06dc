package io.github.gradlens.error;

/**
 * A call that cannot be carried out as written: an unknown name, a bad parameter, a wrong shape.
 */
public final class UsageException extends GradLensException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }

  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
