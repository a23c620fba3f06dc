package io.github.gradlens.method;

import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.gradient.GradientBook;
import io.github.gradlens.graph.Emitter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;

/**
 * The first-order Taylor term, R = (x − x̃) ⊙ ∂f/∂x.
 *
 * <p>Source: Bach et al. 2015, equation 15 (simple Taylor decomposition); Shrikumar et al. 2016.
 *
 * <p>Deviations: the root x̃ moves only the factor; the gradient is taken at x, not at x̃.
 *
 * @param root x̃
 */
record GradientTimesInput(Baseline root) implements Method {
  @Override
  public RuleBook book() {
    return new GradientBook("gradient-x-input");
  }

  @Override
  public int mostExamples() {
    return root.mostExamples();
  }

  @Override
  public Emission emit(Setting setting) {
    Emitter tf = setting.tf();
    Map<String, Operand<?>> gradient = setting.backward(book());
    Map<String, Operand<?>> out = new LinkedHashMap<>();
    for (String tensor : setting.explained()) {
      Operand<?> x = setting.x(tensor);
      Operand<?> sum = tf.zerosLike(x);
      var roots = root.points(setting, tensor);
      for (Operand<?> point : roots) {
        sum = tf.add(sum, tf.sub(x, point));
      }
      Operand<?> mean = roots.size() == 1 ? sum : tf.div(sum, tf.scalar(roots.size(), x));
      out.put(tensor, tf.mul(mean, gradient.getOrDefault(tensor, tf.zerosLike(x))));
    }
    return Emission.of(out);
  }
}
