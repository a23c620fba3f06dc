package io.github.gradlens;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Emitter;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/**
 * Which class is explained, in the graph: the model's own answer, unless a class is fed, or weights
 * over the whole output.
 *
 * @param predicted the class that the model predicts, int64 [B]
 * @param classes the class that is explained; where nothing is fed, the predicted one
 * @param weights w of f = Σ w·z over the output; where nothing is fed, one-hot at the class
 */
record FedTarget(Operand<?> predicted, Operand<?> classes, Operand<?> weights) {
  /** For a graph whose caller checks the classes that he feeds. */
  static FedTarget of(Emitter tf, Operand<?> output) {
    Operand<?> predicted = predicted(tf, output);
    Operand<?> classes = withDefault(tf, predicted, Emitter.shapeOf(predicted));
    return new FedTarget(predicted, classes, weights(tf, output, classes));
  }

  /**
   * For a graph that others run: a class that does not exist ends the run, which says so.
   *
   * @param name the output's, for the message
   * @throws UsageException where the output has no single class an example
   */
  static FedTarget checked(Emitter tf, Operand<?> output, String name) {
    if (Emitter.rank(output) > 2) {
      throw new UsageException(
          "output "
              + name
              + " has rank "
              + Emitter.rank(output)
              + ", so an example has no single class there to be explained; choose an output [B, C]"
              + " with --output");
    }
    Operand<?> predicted = predicted(tf, output);
    Operand<?> classes = withDefault(tf, predicted, Shape.of(-1));
    return new FedTarget(predicted, classes, weights(tf, output, existing(tf, output, classes)));
  }

  private static Operand<?> weights(Emitter tf, Operand<?> output, Operand<?> classes) {
    return withDefault(tf, oneHot(tf, output, classes), Emitter.shapeOf(output));
  }

  private static Operand<?> withDefault(Emitter tf, Operand<?> value, Shape shape) {
    return tf.op("PlaceholderWithDefault").in(value).attr("shape", shape).one();
  }

  private static Operand<?> predicted(Emitter tf, Operand<?> output) {
    if (Emitter.rank(output) < 2) {
      return tf.cast(tf.zerosLike(output), DataType.DT_INT64);
    }
    return tf.op("ArgMax")
        .in(output)
        .in(tf.intScalar(-1))
        .attr("output_type", DataType.DT_INT64)
        .one();
  }

  private static Operand<?> oneHot(Emitter tf, Operand<?> output, Operand<?> classes) {
    if (Emitter.rank(output) < 2) {
      return tf.add(tf.zerosLike(output), tf.scalar(1, output));
    }
    return tf.op("OneHot")
        .in(classes)
        .in(tf.size(output, -1))
        .in(tf.scalar(1, output))
        .in(tf.scalar(0, output))
        .one();
  }

  /** One-hot of a class that does not exist is 0, and so would be its map. */
  private static Operand<?> existing(Emitter tf, Operand<?> output, Operand<?> classes) {
    Operand<?> count =
        Emitter.rank(output) < 2
            ? tf.scalarOf(1, DataType.DT_INT64)
            : tf.cast(tf.size(output, -1), DataType.DT_INT64);
    Operand<?> zero = tf.scalarOf(0, DataType.DT_INT64);
    Operand<?> inside =
        tf.apply(
            "LogicalAnd",
            tf.apply("GreaterEqual", classes, zero),
            tf.apply("Less", classes, count));
    Operand<?> message = tf.ops().constant("target must be at least 0 and less than the classes:");
    Operation check =
        tf.op("Assert")
            .in(tf.op("All").in(inside).in(tf.ints(0)).one())
            .list(List.of(message, count, classes))
            .attr("summarize", 32)
            .build();
    return tf.op("Identity").in(classes).after(check).one();
  }
}
