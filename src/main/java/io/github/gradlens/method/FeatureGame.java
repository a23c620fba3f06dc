package io.github.gradlens.method;

import io.github.gradlens.graph.Captures;
import io.github.gradlens.graph.Emitter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * The cooperative game in which features are the players: a coalition S is worth v(S) = f(x with
 * every feature outside S at the baseline). v(all) = f(x), v(none) = f(x').
 *
 * <p>Scores are reckoned with in float64.
 *
 * @param setting where x is
 * @param start x' of each explained tensor
 */
record FeatureGame(Setting setting, Players players, Map<String, Operand<?>> start) {
  FeatureGame {
    start = Map.copyOf(start);
  }

  /**
   * The features of all explained tensors, numbered through.
   *
   * @param labels the number of each element's feature, by tensor; see {@link Grouping}
   * @param count how many, int32 scalar
   * @param known how many, or −1 where only the graph knows
   * @param host what the host computes for the labels
   */
  record Players(
      Map<String, Operand<?>> labels, Operand<?> count, long known, List<HostTensor> host) {
    Players {
      labels = Map.copyOf(labels);
      host = List.copyOf(host);
    }

    static Players of(Setting setting, FeatureGroups features) {
      Emitter tf = setting.tf();
      Operand<?> count = tf.intScalar(0);
      long known = 0;
      Map<String, Operand<?>> labels = new LinkedHashMap<>();
      List<HostTensor> host = new ArrayList<>();
      for (String tensor : setting.explained()) {
        Grouping groups = features.of(setting, tensor);
        labels.put(tensor, tf.add(groups.labels(), count));
        count = tf.add(count, groups.count());
        host.addAll(groups.host());
        known = known < 0 || groups.known() < 0 ? -1 : known + groups.known();
      }
      return new Players(labels, known < 0 ? count : tf.intScalar((int) known), known, host);
    }

    /** The number of each, {@code 0 …}, inside a loop. */
    Operand<?> numbers(Emitter in, Captures captures) {
      return in.apply("Range", in.intScalar(0), captures.of(count), in.intScalar(1));
    }

    /** What each feature was given, at each of its elements. */
    Map<String, Operand<?>> spread(Setting setting, Operand<?> shares) {
      Emitter tf = setting.tf();
      Map<String, Operand<?>> out = new LinkedHashMap<>();
      for (String tensor : setting.explained()) {
        Operand<?> x = setting.x(tensor);
        Operand<?> label = FeatureGame.of(labels, tensor);
        Operand<?> batch = tf.reshape(Batch.size(tf, x), tf.ints(1));
        Operand<?> own =
            tf.apply("BroadcastTo", label, tf.concat(0, batch, Batch.inner(tf, label)));
        Operand<?> taken =
            tf.op("GatherV2").in(shares).in(own).in(tf.intScalar(1)).attr("batch_dims", 1L).one();
        out.put(tensor, Batch.spread(tf, tf.cast(taken, Emitter.type(x)), x));
      }
      return out;
    }
  }

  /** v of every feature together, f(x), float64 {@code [B]}. */
  Operand<?> all() {
    return setting.tf().cast(setting.score(), DataType.DT_DOUBLE);
  }

  /** v of no feature, f(x'), float64 {@code [B]}. */
  Operand<?> none() {
    return setting.tf().cast(setting.at(start).score(), DataType.DT_DOUBLE);
  }

  /** v of each coalition, float64 {@code [B, count]}. */
  Operand<?> worth(Operand<?> count, Coalitions coalitions) {
    Operand<?> scores =
        ScoreTable.of(
            setting,
            count,
            (body, captures, from, to, times) -> {
              Emitter in = body.tf();
              Operand<?> kept = coalitions.some(in, captures, from, to);
              Map<String, Operand<?>> moved = new LinkedHashMap<>();
              for (String tensor : setting.explained()) {
                moved.put(tensor, masked(in, captures, tensor, kept));
              }
              return body.at(moved);
            });
    return setting.tf().cast(scores, DataType.DT_DOUBLE);
  }

  /** x where the coalition has the feature, elsewhere x', {@code [c·B, …]}. */
  private Operand<?> masked(Emitter in, Captures captures, String tensor, Operand<?> kept) {
    Operand<?> x = captures.of(setting.x(tensor));
    Operand<?> from = captures.of(of(start, tensor));
    Operand<?> label = captures.of(of(players.labels(), tensor));
    Operand<?> stays = in.apply("GatherV2", kept, label, in.intScalar(1));
    return Batch.join(in, in.select(stays, x, from), x);
  }

  private static Operand<?> of(Map<String, Operand<?>> values, String tensor) {
    return java.util.Objects.requireNonNull(values.get(tensor));
  }
}
