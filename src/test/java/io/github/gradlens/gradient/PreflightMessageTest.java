package io.github.gradlens.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.gradlens.backward.Path;
import io.github.gradlens.backward.Preflight;
import io.github.gradlens.error.PreflightException;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.TensorFacts;
import io.github.gradlens.site.Sites;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;

class PreflightMessageTest {
  @Test
  void namesEverySiteWithoutARuleAtOnce() {
    GraphDef def;
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> x =
          tf.withName("x").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 4)));
      Operand<TFloat32> first = tf.withName("first").math.lgamma(x);
      Operand<TFloat32> middle = tf.withName("middle").nn.relu(first);
      tf.withName("second").math.digamma(middle);
      def = graph.toGraphDef();
    }
    Network network = Network.of(def, List.of("x:0"));
    TensorFacts facts = TensorFacts.infer(network, def.toBuilder().clearNode().build());
    Path path =
        Path.between(network, Sites.of(network, facts, Set.of()), List.of("x:0"), "second:0");
    PreflightException e =
        assertThrows(
            PreflightException.class,
            () ->
                Preflight.plan(new GradientBook("saliency"), path, "serving_default", facts::text));
    assertEquals(
        "saliency cannot pass 2 sites of signature serving_default: first (Lgamma [?,4]: an op that"
            + " GradLens does not know); second (Digamma [?,4]: an op that GradLens does not know)."
            + " Explain a later tensor with --at, or score an earlier one with --score-at",
        e.getMessage());
  }
}
