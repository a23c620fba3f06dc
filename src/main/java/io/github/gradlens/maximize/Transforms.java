package io.github.gradlens.maximize;

import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;

/** What the model is shown of an image at a step: the image itself. */
public record Transforms() {
  public static final Transforms NONE = new Transforms();

  int copies() {
    return 1;
  }

  Operand<?> apply(Emitter tf, Operand<?> image, Operand<?> step, long seed, Canvas canvas) {
    return image;
  }
}
