package io.github.gradlens.maximize;

import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;

/**
 * A random change of the images between the parametrisation and the model. An image whose score
 * holds under such changes shows what the model looks for and not what it can be tricked by.
 *
 * <p>The numbers are drawn in the graph from the seed and the step, one draw an image, the same
 * whichever images stand beside it. What comes from outside an image is the middle of each
 * channel's range.
 *
 * <p>Source: Olah, Mordvintsev, Schubert, "Feature Visualization", Distill 2017, section
 * "Transformation robustness".
 */
public sealed interface Transform permits Geometric, Crop, Noise {
  /** The transform as it is written on the command line. */
  String text();

  /** How many images it makes of one. */
  default int copies() {
    return 1;
  }

  /**
   * Changes images.
   *
   * @param image {@code [B, h, w, C]}
   * @param step the step's number, an int32 or int64 scalar
   * @param seed of this transform alone; the draws at a step depend on it and on the step
   * @param canvas what the model reads
   * @return {@code [B·copies, …]}, an image's copies beside one another
   */
  Operand<?> apply(Emitter tf, Operand<?> image, Operand<?> step, long seed, Canvas canvas);
}
