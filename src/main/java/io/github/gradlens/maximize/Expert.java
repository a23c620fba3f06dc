package io.github.gradlens.maximize;

import io.github.gradlens.ExplainableModel;
import org.jspecify.annotations.Nullable;

/**
 * A model that knows what inputs are likely. Its one float input takes the image. Its output is
 *
 * <ul>
 *   <li>log p(x) up to a constant, one number an image;
 *   <li>an energy E, one number an image, where the output's name holds "energy": log p = −E;
 *   <li>a denoised image D(x), where it has as many elements as the image. ∇log p(x) of noise of
 *       variance σ² is (D(x) − x)/σ² (Alain and Bengio 2014, theorem 1), so log p counts as −½‖x −
 *       D(x)‖² with D(x) held fixed, and σ² is part of the weight κ (Nguyen et al. 2017).
 * </ul>
 *
 * @param signature null for {@code serving_default}, or the only one
 * @param output null for the only one
 * @param range the values its images have; null where they are the model's own
 */
public record Expert(
    ExplainableModel model,
    @Nullable String signature,
    @Nullable String output,
    @Nullable ValueRange range) {
  public static Expert of(ExplainableModel model) {
    return new Expert(model, null, null, null);
  }
}
