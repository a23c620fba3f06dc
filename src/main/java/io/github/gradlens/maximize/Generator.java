package io.github.gradlens.maximize;

import io.github.gradlens.ExplainableModel;
import org.jspecify.annotations.Nullable;

/**
 * A decoder x = G(z). Its one float input takes the code z, its output is the image.
 *
 * @param signature null for {@code serving_default}, or the only one
 * @param output null for the only one
 * @param range the values its images have; null where they are the model's own
 */
public record Generator(
    ExplainableModel model,
    @Nullable String signature,
    @Nullable String output,
    @Nullable ValueRange range) {
  public static Generator of(ExplainableModel model) {
    return new Generator(model, null, null, null);
  }
}
