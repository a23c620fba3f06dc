package io.github.gradlens.method;

import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.graph.Emitter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * A method that says what each feature did: the mean over the baseline's points of the shares of
 * the game that is played from there.
 *
 * <p>Every element of a feature has the feature's share, as in captum; sum and residual count a
 * feature once.
 *
 * <p>Shapes: any. The features of all explained tensors play in one game.
 *
 * @param features what a feature is
 * @param baseline x'
 */
record FeatureMethod(FeatureShares shares, FeatureGroups features, Baseline baseline)
    implements Method {
  @Override
  public RuleBook book() {
    return new ForwardBook(shares.id());
  }

  @Override
  public @Nullable String hostWork() {
    return features.hostWork();
  }

  @Override
  public int mostExamples() {
    return baseline.mostExamples();
  }

  @Override
  public int mostExamples(Problem problem) {
    return Math.min(mostExamples(), features.mostExamples(problem));
  }

  @Override
  public Emission emit(Setting setting) {
    Emitter tf = setting.tf();
    FeatureGame.Players players = FeatureGame.Players.of(setting, features);
    Map<String, List<Operand<?>>> points = new LinkedHashMap<>();
    for (String tensor : setting.explained()) {
      points.put(tensor, baseline.points(setting, tensor));
    }
    int games = points.values().iterator().next().size();
    Operand<?> sum = null;
    Operand<?> shared = null;
    for (int g = 0; g < games; g++) {
      Map<String, Operand<?>> start = new LinkedHashMap<>();
      for (Map.Entry<String, List<Operand<?>>> entry : points.entrySet()) {
        Operand<?> x = setting.x(entry.getKey());
        start.put(entry.getKey(), Batch.spread(tf, entry.getValue().get(g), x));
      }
      FeatureGame game = new FeatureGame(setting, players, start);
      Operand<?> given = shares.of(game);
      Operand<?> difference = tf.sub(game.all(), game.none());
      sum = sum == null ? given : tf.add(sum, given);
      shared = shared == null ? difference : tf.add(shared, difference);
    }
    if (sum == null || shared == null) {
      throw new IllegalStateException("a baseline without points");
    }
    Operand<?> count = tf.scalarOf(games, DataType.DT_DOUBLE);
    Operand<?> mean = tf.div(sum, count);
    Map<String, Operand<?>> out = players.spread(setting, mean);
    if (!shares.isComplete()) {
      return Emission.of(out).withHost(players.host());
    }
    Operand<?> residual = tf.sub(tf.sum(mean, tf.ints(1), false), tf.div(shared, count));
    Operand<?> missed = tf.cast(residual, Emitter.type(setting.score()));
    return Emission.of(out, missed).withHost(players.host());
  }
}
