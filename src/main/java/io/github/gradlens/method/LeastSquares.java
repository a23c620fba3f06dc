package io.github.gradlens.method;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Captures;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Loop;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * The normal equations Σ w z zᵀ β = Σ w z y of a weighted linear fit, in float64. The rows z are
 * made chunk by chunk, so that there is never a matrix of all of them.
 *
 * @param left Σ w z zᵀ, {@code [D, D]}
 * @param right Σ w z y, {@code [D, B]}
 */
record LeastSquares(Operand<?> left, Operand<?> right) {
  private static final int CHUNK = 256;
  private static final int MOST = 2000;

  /** Rows of the fit. */
  @FunctionalInterface
  interface Rows {
    /** Rows {@code from … to} inside a loop. */
    Some some(Emitter in, Captures captures, Operand<?> from, Operand<?> to);
  }

  /**
   * Some rows.
   *
   * @param z float64 {@code [c, D]}
   * @param w float64 {@code [c]}
   */
  record Some(Operand<?> z, Operand<?> w) {}

  /**
   * Sums over rows.
   *
   * @param width D, int32 scalar
   * @param y what is fitted, float64 {@code [B, rows]}
   */
  static LeastSquares of(Emitter tf, Operand<?> width, Operand<?> y, Rows rows) {
    Operand<?> count = tf.size(y, 1);
    Operand<?> chunk = tf.intScalar(CHUNK);
    Operand<?> d = tf.reshape(width, tf.ints(1));
    Operand<?> zero = tf.scalarOf(0, DataType.DT_DOUBLE);
    Operand<?> batch = tf.reshape(tf.size(y, 0), tf.ints(1));
    Operand<?> byRow = tf.transpose(y, tf.ints(1, 0));
    List<Operand<?>> sums =
        Loop.run(
            tf,
            count,
            chunk,
            List.of(
                tf.apply("Fill", tf.concat(0, d, d), zero),
                tf.apply("Fill", tf.concat(0, d, batch), zero)),
            (in, captures, from, state) -> {
              Operand<?> end = in.add(from, captures.of(chunk));
              Operand<?> to = in.apply("Minimum", end, captures.of(count));
              Some some = rows.some(in, captures, from, to);
              Operand<?> weighted = in.mul(some.z(), in.reshape(some.w(), in.ints(-1, 1)));
              return List.of(
                  in.add(state.get(0), product(in, weighted, some.z())),
                  in.add(
                      state.get(1), product(in, weighted, in.rows(captures.of(byRow), from, to))));
            });
    return new LeastSquares(sums.get(0), sums.get(1));
  }

  /**
   * Refuses so many features that the matrix would be larger than what it explains.
   *
   * @throws UsageException that says how to have fewer
   */
  static void requireSize(FeatureShares method, FeatureGame.Players players) {
    if (players.known() > MOST) {
      throw new UsageException(
          method.id()
              + " solves for all features at once and takes up to "
              + MOST
              + ", here are "
              + players.known()
              + "; make larger groups with features=grid(w;h) or features=FILE.npy");
    }
  }

  /** Aᵀ B. */
  private static Operand<?> product(Emitter tf, Operand<?> a, Operand<?> b) {
    return tf.op("MatMul").in(a).in(b).attr("transpose_a", true).one();
  }
}
