package io.github.gradlens.model;

import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.proto.DataType;

/**
 * A variable of ours in a graph.
 *
 * @param read its value
 * @param given what it is set to
 * @param assign sets it
 */
record SessionVariable(Operand<?> read, Operand<?> given, Operation assign) {
  /** Adds one of a tensor's type and shape; it has no value yet. */
  static SessionVariable in(Emitter tf, Tensor like) {
    DataType type = like.dataType();
    Operand<?> handle =
        tf.op("VarHandleOp")
            .attr("dtype", type)
            .attr("shape", like.shape())
            .attr("shared_name", tf.ops().scope().makeOpName("variable"))
            .one();
    Operand<?> given = FrozenWeights.placeholder(tf, like);
    return new SessionVariable(
        tf.op("ReadVariableOp").in(handle).attr("dtype", type).one(),
        given,
        tf.op("AssignVariableOp").in(handle).in(given).attr("dtype", type).build());
  }

  void set(Session session, Tensor value) {
    session.runner().feed(given.asOutput(), value).addTarget(assign).run().close();
  }
}
