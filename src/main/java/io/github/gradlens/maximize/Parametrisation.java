package io.github.gradlens.maximize;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;

/**
 * What is learnt in place of an image's pixels, and how an image is made of it.
 *
 * <p>The same images can be reached by all; what differs is which of them an ascent comes to, since
 * the gradient is as steep in some directions of the learnt numbers as the parametrisation makes
 * them.
 */
public sealed interface Parametrisation permits Pixels, Fourier, Phase {
  /** The word for it on the command line and in records of a run. */
  String id();

  /** The shape of the real numbers learnt for one image. */
  long[] shape(Canvas canvas);

  /**
   * Where the ascent starts.
   *
   * @param image the image's number; its start depends on this and on the seed alone, so not on
   *     which other images are made with it
   * @return an array of {@link #shape}
   */
  NumericArray first(Canvas canvas, int image, long seed);

  /**
   * The images.
   *
   * @param learnt {@code [B, …]}, float32, B fixed or not
   * @return {@code [B, H, W, C]} in the canvas's values
   */
  Operand<?> image(Emitter tf, Operand<?> learnt, Canvas canvas);

  /** The transforms that go with it where no others are asked for. */
  Transforms transforms(Canvas canvas);
}
