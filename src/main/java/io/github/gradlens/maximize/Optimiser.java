package io.github.gradlens.maximize;

import io.github.gradlens.error.UsageException;
import java.util.Arrays;
import java.util.Locale;
import org.tensorflow.Graph;
import org.tensorflow.framework.optimizers.AdaGrad;
import org.tensorflow.framework.optimizers.GradientDescent;
import org.tensorflow.framework.optimizers.Momentum;
import org.tensorflow.framework.optimizers.Optimizer;
import org.tensorflow.framework.optimizers.RMSProp;

/**
 * The rule by which a step follows the gradient, by its id: TensorFlow Java Framework's, but for
 * Adam and Nadam, whose graphs there do not count steps in order.
 */
public enum Optimiser {
  /** Kingma and Ba (2015), β₁ = 0.9, β₂ = 0.999, ε = 1e-8. */
  ADAM,
  /** Dozat (2016): Adam with Nesterov's momentum. */
  NADAM,
  /** Duchi, Hazan, Singer (2011). */
  ADAGRAD,
  /** Tieleman and Hinton (2012), decay 0.9. */
  RMSPROP,
  /** Gradient ascent with momentum 0.9. */
  MOMENTUM,
  /** Plain gradient ascent. */
  GRADIENT;

  /** A new one, which adds its variables to a graph. */
  Optimizer on(Graph graph, float rate) {
    return switch (this) {
      case ADAM -> new OrderedAdam(graph, rate);
      case NADAM -> new OrderedNadam(graph, rate);
      case ADAGRAD -> new AdaGrad(graph, rate);
      case RMSPROP -> new RMSProp(graph, rate);
      case MOMENTUM -> new Momentum(graph, rate, 0.9f, false);
      case GRADIENT -> new GradientDescent(graph, rate);
    };
  }

  /** As the command line calls it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The optimiser of an id.
   *
   * @throws UsageException where there is none; it lists all
   */
  public static Optimiser of(String id) {
    return Arrays.stream(values())
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "unknown optimiser '"
                        + id
                        + "'; choose one of "
                        + String.join(", ", Arrays.stream(values()).map(Optimiser::id).toList())));
  }
}
