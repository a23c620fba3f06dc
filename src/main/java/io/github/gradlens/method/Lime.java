package io.github.gradlens.method;

import io.github.gradlens.graph.Captures;
import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * LIME: R are the coefficients β of a linear model of v near x, which minimise Σ_k π_k (v(S_k) − β₀
 * − Σ_{i∈S_k} β_i)² + ridge · Σ β_i². Each S_k has every feature with probability ½; S₀ has all.
 *
 * <p>π_k = √exp(−d²/width²), d = 1 − √(|S_k|/M) the cosine distance of S_k from all M features.
 *
 * <p>Source: Ribeiro, Singh, Guestrin 2016, section 3; sampling, kernel and ridge as the authors'
 * package does them for images.
 *
 * <p>Deviations: no features are selected; all are in the model. Coalition k depends on (seed, k)
 * alone and is the same for every example.
 *
 * @param samples coalitions, S₀ among them
 * @param width the kernel's width
 * @param ridge the penalty on squared coefficients; the intercept β₀ has none
 */
record Lime(int samples, double width, double ridge, long seed) implements FeatureShares {
  @Override
  public String id() {
    return "lime";
  }

  @Override
  public boolean isComplete() {
    return false;
  }

  @Override
  public Operand<?> of(FeatureGame game) {
    Emitter tf = game.setting().tf();
    FeatureGame.Players players = game.players();
    LeastSquares.requireSize(this, players);
    Coalitions coalitions = (in, captures, from, to) -> some(in, captures, players, from, to);
    Operand<?> worth = game.worth(tf.intScalar(samples), coalitions);
    Operand<?> width = tf.add(players.count(), tf.intScalar(1));
    LeastSquares fit =
        LeastSquares.of(
            tf,
            width,
            worth,
            (in, captures, from, to) -> rows(in, coalitions.some(in, captures, from, to)));
    Operand<?> rows = tf.reshape(players.count(), tf.ints(1));
    Operand<?> penalty = tf.apply("Fill", rows, tf.scalarOf(ridge, DataType.DT_DOUBLE));
    Operand<?> free = tf.apply("Fill", tf.ints(1), tf.scalarOf(0, DataType.DT_DOUBLE));
    Operand<?> left = tf.add(fit.left(), tf.apply("Diag", tf.concat(0, penalty, free)));
    Operand<?> solved = tf.apply("MatrixSolve", left, fit.right());
    return tf.transpose(tf.rows(solved, tf.intScalar(0), players.count()), tf.ints(1, 0));
  }

  private Operand<?> some(
      Emitter in, Captures captures, FeatureGame.Players players, Operand<?> from, Operand<?> to) {
    Operand<?> drawn =
        Noise.uniform(in, seed, from, in.sub(to, from), captures.of(players.count()));
    Operand<?> number = in.apply("Range", from, to, in.intScalar(1));
    Operand<?> first = in.apply("Equal", number, in.intScalar(0));
    return in.apply(
        "LogicalOr",
        in.apply("Less", drawn, in.scalar(0.5, drawn)),
        in.reshape(first, in.ints(-1, 1)));
  }

  /** The coalitions' features and a 1 for β₀, with their weights π. */
  private LeastSquares.Some rows(Emitter in, Operand<?> kept) {
    Operand<?> z = in.cast(kept, DataType.DT_DOUBLE);
    Operand<?> share = in.op("Mean").in(z).in(in.ints(1)).attr("keep_dims", false).one();
    Operand<?> one = in.scalar(1, share);
    Operand<?> far = in.div(in.sub(one, in.apply("Sqrt", share)), in.scalar(width, share));
    Operand<?> weight = in.apply("Exp", in.mul(in.mul(far, far), in.scalar(-0.5, share)));
    Operand<?> ones = in.reshape(in.apply("OnesLike", share), in.ints(-1, 1));
    return new LeastSquares.Some(in.concat(1, z, ones), weight);
  }
}
