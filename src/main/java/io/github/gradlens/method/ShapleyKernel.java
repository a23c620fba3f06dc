package io.github.gradlens.method;

import io.github.gradlens.graph.Captures;
import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * The coalitions of kernel SHAP, neither none nor all of M features, with weights that sum to the
 * whole kernel's: w(s) = (M − 1) / (C(M, s) · s · (M − s)) of a coalition of s features.
 *
 * <p>Where all 2^M − 2 are no more than asked for, they are taken, each with its w. Otherwise the
 * first 2M are those of one feature and of all but one, each with its w = 1/M; they have most of
 * the kernel's weight. The rest are draws from the kernel over the other sizes, in pairs of a
 * coalition and its complement, which share the remaining weight evenly. Pair k depends on (seed,
 * k) alone.
 *
 * @param players M, int32 scalar
 * @param count how many coalitions, int32 scalar
 * @param all whether these are all there are, bool scalar
 * @param sizes the chance of each size from 2 to M − 2 or less, float64 {@code [M − 3]}
 * @param drawn the weight of a draw, float64 scalar
 * @param weights w of each size from 1 to M − 1, float64 {@code [M − 1]}
 */
record ShapleyKernel(
    FeatureGame.Players players,
    long seed,
    Operand<?> count,
    Operand<?> all,
    Operand<?> sizes,
    Operand<?> drawn,
    Operand<?> weights)
    implements Coalitions {
  private static final int MOST_BITS = 24;

  /**
   * Emits what the coalitions have in common.
   *
   * @param samples how many at least 2M, or {@link KernelShap#AUTO} for 2M + 2048
   */
  static ShapleyKernel of(Emitter tf, FeatureGame.Players players, int samples, long seed) {
    Operand<?> m = players.count();
    Operand<?> one = tf.intScalar(1);
    Operand<?> two = tf.intScalar(2);
    Operand<?> singles = tf.mul(m, two);
    Operand<?> asked =
        samples == KernelShap.AUTO
            ? tf.add(singles, tf.intScalar(KernelShap.MORE))
            : tf.apply("Maximum", tf.intScalar(samples), singles);
    Operand<?> bits = tf.apply("Minimum", m, tf.intScalar(MOST_BITS));
    Operand<?> every = tf.sub(tf.apply("LeftShift", one, bits), two);
    Operand<?> all = tf.apply("LessEqual", every, asked);
    Operand<?> count = tf.apply("Minimum", every, asked);

    Operand<?> features = tf.cast(m, DataType.DT_DOUBLE);
    Operand<?> ends = tf.apply("Maximum", two, tf.sub(m, one));
    Operand<?> middle = tf.cast(tf.apply("Range", two, ends, one), DataType.DT_DOUBLE);
    Operand<?> chances = tf.apply("Reciprocal", tf.mul(middle, tf.sub(features, middle)));
    Operand<?> total = tf.sum(chances, tf.ints(0), false);
    Operand<?> sums = tf.apply("Cumsum", chances, tf.intScalar(0));
    Operand<?> left = tf.mul(total, tf.sub(features, tf.scalar(1, features)));
    Operand<?> draws = tf.cast(tf.sub(count, singles), DataType.DT_DOUBLE);
    return new ShapleyKernel(
        players,
        seed,
        count,
        all,
        tf.apply("DivNoNan", sums, total),
        tf.apply("DivNoNan", left, draws),
        weights(tf, m, features));
  }

  private static Operand<?> weights(Emitter tf, Operand<?> m, Operand<?> features) {
    Operand<?> one = tf.intScalar(1);
    Operand<?> unit = tf.scalar(1, features);
    Operand<?> s =
        tf.cast(tf.apply("Range", one, tf.apply("Maximum", one, m), one), DataType.DT_DOUBLE);
    Operand<?> rest = tf.sub(features, s);
    Operand<?> choices =
        tf.sub(
            tf.apply("Lgamma", tf.add(features, unit)),
            tf.add(tf.apply("Lgamma", tf.add(s, unit)), tf.apply("Lgamma", tf.add(rest, unit))));
    Operand<?> share = tf.div(tf.sub(features, unit), tf.mul(s, rest));
    return tf.mul(share, tf.apply("Exp", tf.neg(choices)));
  }

  @Override
  public Operand<?> some(Emitter in, Captures captures, Operand<?> from, Operand<?> to) {
    Operand<?> number = in.apply("Range", from, to, in.intScalar(1));
    Operand<?> numbers = players.numbers(in, captures);
    return in.select(
        captures.of(all),
        bits(in, number, numbers),
        chosen(in, captures, from, to, number, numbers));
  }

  /** The features whose bits are set in the number of the coalition, from 1. */
  private static Operand<?> bits(Emitter in, Operand<?> number, Operand<?> numbers) {
    Operand<?> from1 = in.reshape(in.add(number, in.intScalar(1)), in.ints(-1, 1));
    Operand<?> bit = in.apply("Minimum", numbers, in.intScalar(MOST_BITS + 1));
    Operand<?> shifted = in.apply("RightShift", from1, bit);
    Operand<?> set = in.apply("BitwiseAnd", shifted, in.intScalar(1));
    return in.apply("Equal", set, in.intScalar(1));
  }

  /** Single features, their complements, then draws and theirs. */
  private Operand<?> chosen(
      Emitter in,
      Captures captures,
      Operand<?> from,
      Operand<?> to,
      Operand<?> number,
      Operand<?> numbers) {
    Operand<?> m = captures.of(players.count());
    Operand<?> one = in.intScalar(1);
    Operand<?> two = in.intScalar(2);
    Operand<?> singles = in.mul(m, two);
    Operand<?> isSingle = in.apply("Less", number, singles);
    Operand<?> single = in.apply("Equal", numbers, column(in, in.apply("FloorMod", number, m)));
    Operand<?> draw = in.apply("Maximum", in.sub(number, singles), in.intScalar(0));
    Operand<?> pair = in.apply("FloorDiv", draw, two);
    Operand<?> first = first(in, from, singles);
    Operand<?> last = first(in, in.sub(to, one), singles);
    Operand<?> pairs = in.add(in.sub(last, first), one);
    Operand<?> member =
        in.apply(
            "GatherV2", drawn(in, captures, first, pairs, m), in.sub(pair, first), in.intScalar(0));
    Operand<?> odd = in.apply("Equal", in.apply("FloorMod", draw, two), one);
    Operand<?> turned = in.select(isSingle, in.apply("GreaterEqual", number, m), odd);
    return in.apply(
        "NotEqual", in.select(column(in, isSingle), single, member), column(in, turned));
  }

  /** The pair to which a coalition belongs, or the first of all. */
  private static Operand<?> first(Emitter in, Operand<?> number, Operand<?> singles) {
    Operand<?> draw = in.apply("Maximum", in.sub(number, singles), in.intScalar(0));
    return in.apply("FloorDiv", draw, in.intScalar(2));
  }

  /** A size by one draw, and that many features with the smallest of the others: {@code [p, M]}. */
  private Operand<?> drawn(
      Emitter in, Captures captures, Operand<?> first, Operand<?> pairs, Operand<?> m) {
    Operand<?> values = Noise.uniform(in, seed, first, pairs, in.add(m, in.intScalar(1)));
    Operand<?> chance =
        in.cast(in.apply("Slice", values, in.ints(0, 0), in.ints(-1, 1)), DataType.DT_DOUBLE);
    Operand<?> passed = in.apply("LessEqual", captures.of(sizes), chance);
    Operand<?> more = in.sum(in.cast(passed, DataType.DT_INT32), in.ints(1), true);
    Operand<?> most = in.sub(m, in.intScalar(2));
    Operand<?> size = in.apply("Minimum", in.add(more, in.intScalar(2)), most);
    Operand<?> rest = in.apply("Slice", values, in.ints(0, 1), in.ints(-1, -1));
    return in.apply("Less", Ranks.of(in, rest), size);
  }

  /** Coalitions {@code from … to} as rows of a fit. */
  LeastSquares.Some rows(Emitter in, Captures captures, Operand<?> from, Operand<?> to) {
    Operand<?> kept = some(in, captures, from, to);
    Operand<?> one = in.intScalar(1);
    Operand<?> size = in.sum(in.cast(kept, DataType.DT_INT32), in.ints(1), false);
    Operand<?> own = in.apply("GatherV2", captures.of(weights), in.sub(size, one), in.intScalar(0));
    Operand<?> single = in.apply("GatherV2", captures.of(weights), in.ints(0), in.intScalar(0));
    Operand<?> number = in.apply("Range", from, to, one);
    Operand<?> singles = in.mul(captures.of(players.count()), in.intScalar(2));
    Operand<?> share = in.select(in.apply("Less", number, singles), single, captures.of(drawn));
    Operand<?> weight = in.select(captures.of(all), own, share);
    return new LeastSquares.Some(in.cast(kept, DataType.DT_DOUBLE), weight);
  }

  private static Operand<?> column(Emitter in, Operand<?> vector) {
    return in.reshape(vector, in.ints(-1, 1));
  }
}
