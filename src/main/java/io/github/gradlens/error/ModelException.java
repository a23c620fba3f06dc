package io.github.gradlens.error;

/** A SavedModel that cannot be loaded, admitted or flattened. */
public final class ModelException extends GradLensException {
  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    super(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
