package io.github.gradlens.method;

import io.github.gradlens.backward.Path;
import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.rule.RectifierBook;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Operand;

/**
 * Guided Grad-CAM, guided backpropagation ⊙ grad-cam drawn as large as the input.
 *
 * <p>Source: Selvaraju et al. 2017, section 3.1. Formulas of the factors in {@link RectifierBook}
 * and {@link GradientCam}.
 *
 * @param cam grad-cam
 */
record GuidedGradCam(GradientCam cam) implements Method {
  @Override
  public RuleBook book() {
    return new RectifierBook("guided-grad-cam", true);
  }

  @Override
  public Set<String> layers() {
    return cam.layers();
  }

  /**
   * Guided backpropagation goes down to the input, so the whole way; but the layer must be there.
   */
  @Override
  public Path path(Problem problem) {
    return cam.path(problem).sites().isEmpty() ? cam.path(problem) : problem.path();
  }

  @Override
  public Emission emit(Setting setting) {
    Emitter tf = setting.tf();
    Map<String, Operand<?>> guided = setting.backward(book());
    Emission coarse = cam.emit(setting);
    Map<String, Operand<?>> out = new LinkedHashMap<>();
    coarse
        .attributions()
        .forEach(
            (tensor, map) ->
                out.put(tensor, tf.mul(map, guided.getOrDefault(tensor, tf.zerosLike(map)))));
    return coarse.withAttributions(out);
  }
}
