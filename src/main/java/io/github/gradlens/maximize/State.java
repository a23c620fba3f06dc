package io.github.gradlens.maximize;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.model.Tensors;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/**
 * What a graph keeps between steps: a variable of TensorFlow's first kind, which the optimisers of
 * TensorFlow Java Framework ask for.
 *
 * @param reference what updates it
 * @param value its value; everything that reads it must come before what updates it
 */
record State(
    Operand<?> reference, Operand<?> value, Operand<?> given, Operation assign, DataType type) {
  static State in(Emitter tf, DataType type, long... shape) {
    Operand<?> reference =
        tf.op("VariableV2")
            .attr("dtype", type)
            .attr("shape", Shape.of(shape))
            .attr("shared_name", tf.ops().scope().makeOpName("state"))
            .one();
    Operand<?> given =
        tf.op("Placeholder").attr("dtype", type).attr("shape", Shape.of(shape)).one();
    return new State(
        reference,
        tf.apply("Identity", reference),
        given,
        tf.op("Assign").in(reference).in(given).build(),
        type);
  }

  long[] shape() {
    return Emitter.shapeOf(given).asArray();
  }

  /** Sets the value for the runs to come. */
  void set(Session session, NumericArray array) {
    try (Tensor tensor = Tensors.of(array, type, "state")) {
      session.runner().feed(given.asOutput(), tensor).addTarget(assign).run().close();
    }
  }
}
