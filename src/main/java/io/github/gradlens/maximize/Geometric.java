package io.github.gradlens.maximize;

import io.github.gradlens.graph.Emitter;
import java.util.List;
import org.tensorflow.Operand;

/** A transform that moves pixels: a matrix that says where each pixel of its result is read. */
public sealed interface Geometric extends Transform permits Jitter, Scale, Rotate, Pad {
  /**
   * The matrices M of M·(x, y, 1)ᵀ = the point of the image that pixel (x, y) of the result shows.
   *
   * @return {@code [B, 3, 3]}, or {@code [1, 3, 3]} where all images have the same
   */
  Operand<?> matrix(Emitter tf, Operand<?> image, Operand<?> step, long seed);

  @Override
  default Operand<?> apply(
      Emitter tf, Operand<?> image, Operand<?> step, long seed, Canvas canvas) {
    return Warp.apply(tf, image, List.of(matrix(tf, image, step, seed)), canvas);
  }
}
