/**
 * The front door: load a SavedModel, explain batches, inspect.
 *
 * <pre>{@code
 * try (ExplainableModel model = ExplainableModel.load(Path.of("savedmodels/mnist-cnn"));
 *     Explainer explainer = model.explainer(ExplainRequest.of("integrated-gradients"))) {
 *   Explanation explanation = explainer.explain(NumericArray.of(pixels, 1, 28, 28, 1));
 *   float[] relevance = explanation.attributions().get(0).value().toFloats();
 * }
 * }</pre>
 */
@NullMarked
package io.github.gradlens;

import org.jspecify.annotations.NullMarked;
