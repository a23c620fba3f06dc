package io.github.gradlens.maximize;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/** An optimiser's own count of its steps: 1, 2, 3, … */
final class StepNumber {
  private final Variable<TFloat32> count;

  StepNumber(Ops tf) {
    Ops first = tf.withInitScope();
    this.count = first.variable(Shape.scalar(), TFloat32.class);
    first.assign(count, first.constant(0f));
  }

  /** The number of the step that is made; to be emitted once. */
  Operand<TFloat32> next(Ops tf) {
    return tf.assignAdd(count, tf.constant(1f));
  }
}
