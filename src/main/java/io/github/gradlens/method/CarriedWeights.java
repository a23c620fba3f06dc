package io.github.gradlens.method;

import io.github.gradlens.backward.BackwardPass;
import io.github.gradlens.backward.Path;
import io.github.gradlens.backward.Plan;
import io.github.gradlens.backward.Preflight;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.gradient.GradientBook;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.TensorFacts;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Sites;
import java.util.List;
import org.tensorflow.Operand;

/** Weights that users give over an output, as weights over the score tensor behind it. */
public final class CarriedWeights {
  private CarriedWeights() {}

  /**
   * Carries weights from the output back to the score tensor through structural ops.
   *
   * @param weights of the output's shape
   * @return of the score tensor's shape
   */
  public static Operand<?> at(
      Emitter tf,
      String signature,
      Sites sites,
      TensorFacts facts,
      Trace trace,
      ScoreFinder.Found found,
      Score score,
      Operand<?> weights) {
    String probability = found.probability();
    String output = found.output();
    if (score.tensor().equals(output) || probability == null || probability.equals(output)) {
      return weights;
    }
    Path path = Path.between(trace.network(), sites, List.of(probability), output);
    Plan plan = Preflight.plan(new GradientBook("score"), path, signature, facts::text);
    return BackwardPass.run(tf, plan, trace, List.of(probability), output, weights)
        .arrived()
        .getOrDefault(probability, Signal.NONE)
        .require();
  }
}
