package io.github.gradlens.method;

import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * Shapley values by sampled orders: R of a feature is the mean, over random orders of the features,
 * of v(those before it, and it) − v(those before it).
 *
 * <p>Source: Castro, Gómez, Tejada 2009; Štrumbelj, Kononenko 2010, algorithm 1, with one baseline
 * in place of draws from data.
 *
 * <p>Along an order the differences telescope, so R sums to f(x) − f(x') for any number of orders.
 * Order k depends on (seed, k) alone and is the same for every example: the features sorted by
 * uniform draws. An order costs one evaluation a feature, less one.
 *
 * @param paths the number of orders
 */
record SampledShapley(int paths, long seed) implements FeatureShares {
  @Override
  public String id() {
    return "sampled-shapley";
  }

  @Override
  public boolean isComplete() {
    return true;
  }

  @Override
  public Operand<?> of(FeatureGame game) {
    Emitter tf = game.setting().tf();
    Operand<?> players = game.players().count();
    Operand<?> one = tf.intScalar(1);
    Operand<?> between = tf.sub(players, one);
    Operand<?> drawn = Noise.uniform(tf, seed, tf.intScalar(0), tf.intScalar(paths), players);
    Operand<?> place = Ranks.of(tf, drawn);
    Operand<?> along =
        game.worth(
            tf.mul(tf.intScalar(paths), between),
            (in, captures, from, to) -> {
              Operand<?> number = in.apply("Range", from, to, in.intScalar(1));
              Operand<?> steps = captures.of(between);
              Operand<?> path = in.apply("FloorDiv", number, steps);
              Operand<?> first = in.add(in.apply("FloorMod", number, steps), in.intScalar(1));
              Operand<?> places = in.apply("GatherV2", captures.of(place), path, in.intScalar(0));
              return in.apply("Less", places, in.reshape(first, in.ints(-1, 1)));
            });
    Operand<?> worths = withEnds(tf, game, along, between);
    Operand<?> before = tf.rows(worths, tf.intScalar(0), players);
    Operand<?> behind = tf.rows(worths, one, tf.add(players, one));
    Operand<?> steps = tf.transpose(tf.sub(behind, before), tf.ints(2, 0, 1));
    Operand<?> given = tf.op("GatherV2").in(steps).in(place).in(one).attr("batch_dims", 1L).one();
    Operand<?> total = tf.sum(given, tf.ints(0), false);
    Operand<?> mean = tf.div(total, tf.scalarOf(paths, DataType.DT_DOUBLE));
    return tf.transpose(mean, tf.ints(1, 0));
  }

  /** v along every order from none to all, {@code [players + 1, B, paths]}. */
  private Operand<?> withEnds(Emitter tf, FeatureGame game, Operand<?> along, Operand<?> between) {
    Operand<?> sizes =
        tf.concat(
            0,
            tf.reshape(game.setting().batchSize(), tf.ints(1)),
            tf.ints(paths),
            tf.reshape(between, tf.ints(1)));
    Operand<?> inside = tf.transpose(tf.reshape(along, sizes), tf.ints(2, 0, 1));
    Operand<?> one = tf.scalarOf(1, DataType.DT_DOUBLE);
    Operand<?> ones = tf.apply("Fill", tf.ints(1, 1, paths), one);
    Operand<?> column = tf.ints(1, -1, 1);
    return tf.concat(
        0,
        tf.mul(tf.reshape(game.none(), column), ones),
        inside,
        tf.mul(tf.reshape(game.all(), column), ones));
  }
}
