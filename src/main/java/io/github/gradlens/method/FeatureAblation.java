package io.github.gradlens.method;

import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;

/**
 * Feature ablation: R of a feature is v(all) − v(all but it), the drop f(x) − f(x with the feature
 * at the baseline).
 *
 * <p>Source: the drop of Zeiler, Fergus 2014, section 4.2, of a group of elements of one's own
 * choice.
 *
 * <p>The drops do not sum to f(x) − f(x'), so there is no residual.
 */
record FeatureAblation() implements FeatureShares {
  @Override
  public String id() {
    return "feature-ablation";
  }

  @Override
  public boolean isComplete() {
    return false;
  }

  @Override
  public Operand<?> of(FeatureGame game) {
    Emitter tf = game.setting().tf();
    FeatureGame.Players players = game.players();
    Operand<?> without =
        game.worth(
            players.count(),
            (in, captures, from, to) -> {
              Operand<?> left = in.apply("Range", from, to, in.intScalar(1));
              Operand<?> column = in.reshape(left, in.ints(-1, 1));
              return in.apply("NotEqual", players.numbers(in, captures), column);
            });
    return tf.sub(tf.apply("ExpandDims", game.all(), tf.intScalar(1)), without);
  }
}
