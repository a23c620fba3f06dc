package io.github.gradlens.method;

import io.github.gradlens.graph.Emitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;

/** What methods that share out a quantity promise: that their relevance sums to it. */
final class Completeness {
  private Completeness() {}

  /**
   * Σ R over all explained tensors, less what was shared out; one figure an example.
   *
   * @param shared the score or its difference from the baseline, {@code [B]}
   */
  static Operand<?> residual(Emitter tf, Map<String, Operand<?>> attributions, Operand<?> shared) {
    List<Operand<?>> parts = new ArrayList<>();
    attributions
        .values()
        .forEach(r -> parts.add(tf.cast(Score.perExample(tf, r), Emitter.type(shared))));
    return tf.sub(tf.addAll(parts), shared);
  }
}
