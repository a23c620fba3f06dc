package io.github.gradlens.method;

import io.github.gradlens.graph.Captures;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Loop;
import java.util.List;
import org.tensorflow.Operand;

/**
 * The score of every example under each of many changes: channels of a layer, coalitions of
 * features. As many changes as the setting's bound allows travel as one enlarged batch; a loop in
 * the graph takes the rest.
 */
final class ScoreTable {
  private ScoreTable() {}

  /** What is evaluated for some of the changes. */
  @FunctionalInterface
  interface Chunk {
    /**
     * Emits the evaluation.
     *
     * @param body the setting in which every example stands {@code times} times
     * @param from the first change
     * @param to the one behind the last
     * @return the setting at the changed values, change by change
     */
    Setting at(Setting body, Captures captures, Operand<?> from, Operand<?> to, Operand<?> times);
  }

  /**
   * The scores, {@code [B, changes]}.
   *
   * @param changes how many, int32 scalar
   */
  static Operand<?> of(Setting setting, Operand<?> changes, Chunk chunk) {
    Emitter tf = setting.tf();
    Operand<?> one = tf.intScalar(1);
    Operand<?> size = setting.batchSize();
    Operand<?> step =
        tf.apply(
            "Maximum", one, tf.apply("FloorDiv", setting.inner(), tf.apply("Maximum", one, size)));
    Operand<?> none =
        tf.apply(
            "Fill",
            tf.concat(0, tf.reshape(changes, tf.ints(1)), tf.reshape(size, tf.ints(1))),
            tf.scalar(0, setting.score()));
    Operand<?> scores =
        Loop.run(
                tf,
                changes,
                step,
                List.of(none),
                (body, captures, index, state) -> {
                  Operand<?> to =
                      body.apply(
                          "Minimum", body.add(index, captures.of(step)), captures.of(changes));
                  Operand<?> times = body.sub(to, index);
                  Setting inside = setting.inside(body, captures, times);
                  Operand<?> f = chunk.at(inside, captures, index, to, times).score();
                  Operand<?> rows =
                      body.reshape(
                          f, body.concat(0, body.reshape(times, body.ints(1)), body.ints(-1)));
                  Operand<?> places = body.apply("Range", index, to, body.intScalar(1));
                  return List.of(
                      body.apply(
                          "TensorScatterUpdate",
                          state.get(0),
                          body.reshape(places, body.ints(-1, 1)),
                          rows));
                })
            .get(0);
    return tf.transpose(scores, tf.ints(1, 0));
  }
}
