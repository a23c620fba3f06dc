package io.github.gradlens.method;

import io.github.gradlens.rule.RectifierBook;

/**
 * Deconvolution and guided backpropagation: what the rule book brings to the input.
 *
 * <p>Source: Zeiler, Fergus 2014; Springenberg et al. 2015. Formulas in {@link RectifierBook}.
 */
record Rectified(RectifierBook book) implements Method {
  @Override
  public Emission emit(Setting setting) {
    return Emission.of(setting.backward(book));
  }
}
