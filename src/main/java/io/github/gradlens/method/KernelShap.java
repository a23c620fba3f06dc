package io.github.gradlens.method;

import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * Kernel SHAP: the φ that minimises Σ_S w(|S|) (v(S) − v(none) − Σ_{i∈S} φ_i)² under Σ φ = v(all) −
 * v(none). Over all coalitions this is the Shapley value; here over those of {@link ShapleyKernel}.
 *
 * <p>Source: Lundberg, Lee 2017, theorem 2; the constrained solution with sampled pairs as in
 * Covert, Lee 2021, sections 3 and 4.
 *
 * <p>With A = Σ w z zᵀ + 1 1ᵀ and b = Σ w z (v(S) − v(none)) + 1 Δ, Δ = v(all) − v(none), φ = A⁻¹ b
 * − A⁻¹ 1 (1ᵀA⁻¹ b − Δ) / 1ᵀA⁻¹ 1. The added 1 1ᵀ is the coalition of all features; it changes
 * nothing under the constraint, and gives A an inverse for a single feature too.
 *
 * @param samples coalitions that are evaluated, at least 2M; AUTO is 2M + 2048
 */
record KernelShap(int samples, long seed) implements FeatureShares {
  static final int AUTO = 0;

  /** Beyond the 2M coalitions of one feature and of all but one. */
  static final int MORE = 2048;

  @Override
  public String id() {
    return "kernel-shap";
  }

  @Override
  public boolean isComplete() {
    return true;
  }

  @Override
  public Operand<?> of(FeatureGame game) {
    Emitter tf = game.setting().tf();
    FeatureGame.Players players = game.players();
    LeastSquares.requireSize(this, players);
    ShapleyKernel kernel = ShapleyKernel.of(tf, players, samples, seed);
    Operand<?> none = tf.apply("ExpandDims", game.none(), tf.intScalar(1));
    Operand<?> worth = tf.sub(game.worth(kernel.count(), kernel), none);
    LeastSquares fit = LeastSquares.of(tf, players.count(), worth, kernel::rows);

    Operand<?> difference = tf.sub(game.all(), game.none());
    Operand<?> one = tf.scalarOf(1, DataType.DT_DOUBLE);
    Operand<?> rows = tf.reshape(players.count(), tf.ints(1));
    Operand<?> ones = tf.apply("Fill", tf.concat(0, rows, tf.ints(1)), one);
    Operand<?> right = tf.concat(1, tf.add(fit.right(), difference), ones);
    Operand<?> solved = tf.apply("MatrixSolve", tf.add(fit.left(), one), right);
    Operand<?> batch = tf.reshape(game.setting().batchSize(), tf.ints(1));
    Operand<?> free = tf.apply("Slice", solved, tf.ints(0, 0), tf.concat(0, tf.ints(-1), batch));
    Operand<?> push = tf.apply("Slice", solved, tf.concat(0, tf.ints(0), batch), tf.ints(-1, 1));
    Operand<?> over = tf.sub(tf.sum(free, tf.ints(0), true), difference);
    Operand<?> step = tf.div(over, tf.sum(push, tf.ints(0), true));
    return tf.transpose(tf.sub(free, tf.mul(push, step)), tf.ints(1, 0));
  }
}
