package io.github.gradlens.maximize;

import io.github.gradlens.array.NumericArray;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The best input that was found for an objective.
 *
 * @param number of the answers to the same objective, from 0
 * @param restart the ascent that found it, from 0
 * @param image of the shape of one input of the model, without the batch axis
 * @param canvas the same as height × width × channels
 * @param code the generator's code; null where the image itself was learnt
 * @param transparency Σ over steps of |∂f/∂x|, of the canvas' shape (Fel et al. 2023, section 4)
 * @param score f(x) of the image itself, without transforms
 * @param total J(x) of the image itself
 * @param probability the model's output for the class that was sought; null where a layer was, or
 *     where the output is no probability
 * @param path the image along the way, first to last
 */
public record Prototype(
    Objective objective,
    int number,
    int restart,
    NumericArray image,
    NumericArray canvas,
    @Nullable NumericArray code,
    NumericArray transparency,
    double score,
    double total,
    @Nullable Double probability,
    List<Snapshot> path) {
  public Prototype {
    path = List.copyOf(path);
  }

  /**
   * The image after so many steps.
   *
   * @param image of the canvas' shape
   */
  public record Snapshot(int step, NumericArray image) {}
}
