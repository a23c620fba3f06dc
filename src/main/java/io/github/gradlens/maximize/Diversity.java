package io.github.gradlens.maximize;

import io.github.gradlens.graph.Emitter;
import io.github.gradlens.model.Engine;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;

/**
 * How alike the answers to one objective are:
 *
 * <pre>δ·D_i, D_i = 1/(n−1) Σ_{j≠i} ⟨G_i, G_j⟩ ÷ (‖G_i‖‖G_j‖), G = Σ_positions a·aᵀ</pre>
 *
 * over the n answers, with a the activations at a position of a layer. Source: Olah, Mordvintsev,
 * Schubert (2017), "Diversity", who sum over pairs; a mean leaves the weight free of n.
 */
final class Diversity {
  private static final double LEAST_NORM = 1e-12;

  private Diversity() {}

  /**
   * The network from a layer's activations to δ·D, one number an image.
   *
   * @param activations {@code [images · copies, …]}, the copies of an image in a row
   * @param channelAxis of them
   * @param answers n; those to one objective stand in a row
   */
  static Differentiable of(
      Engine host,
      Operand<?> activations,
      int channelAxis,
      int images,
      int answers,
      double weight) {
    return Differentiable.of(
        "diversity",
        host,
        List.of(activations),
        (tf, given) -> {
          Operand<?> a = given.get(0);
          int rank = Emitter.rank(a);
          int[] last =
              IntStream.concat(
                      IntStream.range(0, rank).filter(axis -> axis != channelAxis),
                      IntStream.of(channelAxis))
                  .toArray();
          int channels = (int) Emitter.dimension(a, channelAxis);
          Operand<?> moved = channelAxis == rank - 1 ? a : tf.transpose(a, tf.ints(last));
          // the copies' positions are positions of their image
          Operand<?> rows = tf.reshape(moved, tf.ints(images, -1, channels));
          Operand<?> gram =
              tf.op("BatchMatMulV2")
                  .in(rows)
                  .in(rows)
                  .attr("adj_x", true)
                  .attr("adj_y", false)
                  .one();
          Operand<?> flat = tf.reshape(gram, tf.ints(images, channels * channels));
          Operand<?> squared = tf.sum(tf.mul(flat, flat), tf.ints(1), true);
          Operand<?> norm = tf.apply("Sqrt", tf.add(squared, tf.scalar(LEAST_NORM, squared)));
          Operand<?> unit =
              tf.reshape(
                  tf.div(flat, norm), tf.ints(images / answers, answers, channels * channels));
          Operand<?> cosines =
              tf.op("BatchMatMulV2")
                  .in(unit)
                  .in(unit)
                  .attr("adj_x", false)
                  .attr("adj_y", true)
                  .one();
          Operand<?> own = tf.sum(tf.mul(unit, unit), tf.ints(2), false);
          Operand<?> others = tf.sub(tf.sum(cosines, tf.ints(2), false), own);
          Operand<?> mean = tf.mul(others, tf.scalar(weight / (answers - 1), others));
          return List.of(tf.reshape(mean, tf.ints(images)));
        });
  }
}
