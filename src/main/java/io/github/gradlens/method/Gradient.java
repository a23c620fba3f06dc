package io.github.gradlens.method;

import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.gradient.GradientBook;
import io.github.gradlens.graph.Emitter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;

/**
 * The gradient and its element-wise forms.
 *
 * <p>gradient g = ∂f/∂x; saliency |g|; sensitivity g².
 *
 * <p>Source: Simonyan, Vedaldi, Zisserman 2013, section 3 (saliency there takes the maximum of |g|
 * over channels; here channels are pooled only when a picture is drawn). Sensitivity: Montavon,
 * Samek, Müller 2018, equation 6.
 */
record Gradient(String id, Form form) implements Method {
  /** What is made of g. */
  enum Form {
    PLAIN,
    ABSOLUTE,
    SQUARED
  }

  @Override
  public RuleBook book() {
    return new GradientBook(id);
  }

  @Override
  public Emission emit(Setting setting) {
    Emitter tf = setting.tf();
    Map<String, Operand<?>> out = new LinkedHashMap<>();
    setting
        .backward(book())
        .forEach(
            (tensor, g) ->
                out.put(
                    tensor,
                    switch (form) {
                      case PLAIN -> g;
                      case ABSOLUTE -> tf.apply("Abs", g);
                      case SQUARED -> tf.apply("Square", g);
                    }));
    return Emission.of(out);
  }
}
