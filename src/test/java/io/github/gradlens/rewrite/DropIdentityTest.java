package io.github.gradlens.rewrite;

import static io.github.gradlens.rewrite.CanonicalCheck.moving;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.gradlens.graph.CanonicalForm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;

class DropIdentityTest {
  private final CanonicalCheck small = new CanonicalCheck();

  @Test
  void dropsWhatWaitsForAConstant() {
    assertEquals(List.of("Neg", "Relu"), ops((tf, x) -> tf.withName("weight").constant(2f)));
  }

  @Test
  void leavesWhatWaitsForAnEffect() {
    assertEquals(List.of("Neg", "Identity", "Relu"), ops((tf, x) -> tf.print(tf.constant("seen"))));
  }

  @Test
  void leavesWhatWaitsForASignal() {
    assertEquals(
        List.of("Neg", "Identity", "Relu"), ops((tf, x) -> tf.withName("other").math.exp(x)));
  }

  /** Something that the graph does beside its path. */
  private interface Beside {
    Op of(Ops tf, Operand<TFloat32> x);
  }

  /**
   * The ops of x → Neg → Identity → Relu, the identity as a function ends: it waits for a NoOp that
   * waits.
   */
  private List<String> ops(Beside beside) {
    GraphDef graph =
        small.graph(
            Shape.of(-1, 3),
            (tf, x) -> {
              Op before = beside.of(tf, x);
              Op done = tf.withControlDependencies(before).noOp();
              Operand<TFloat32> negative = tf.math.neg(x);
              return tf.nn.relu(tf.withControlDependencies(done).identity(negative));
            });
    List<String> ops = moving(small.check(CanonicalForm.FOLDED, graph, Shape.of(2, 3)));
    return ops.stream().filter(op -> !List.of("Exp", "NoOp").contains(op)).toList();
  }
}
