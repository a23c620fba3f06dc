package io.github.gradlens.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.gradlens.backward.BackwardPass;
import io.github.gradlens.backward.Path;
import io.github.gradlens.backward.Preflight;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.TensorFacts;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Sites;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat64;

/** Which ways through a graph carry a signal. */
final class SignalFlowTest {
  @Test
  void aTensorThatIsReadTwiceSumsBothSignals() {
    GraphDef.Builder graph = input().addNode(typed("y", "Mul", "x", "x"));
    assertEquals(List.of(2.0, 4.0, 6.0), gradient(graph.build()));
  }

  @Test
  void nothingPassesStopGradient() {
    GraphDef.Builder graph =
        input()
            .addNode(typed("still", "StopGradient", "x"))
            .addNode(typed("y", "Mul", "x", "still"));
    assertEquals(List.of(1.0, 2.0, 3.0), gradient(graph.build()));
  }

  @Test
  void nothingPassesAShapeOrACastFromIntegers() {
    GraphDef.Builder graph =
        input()
            .addNode(typed("size", "Shape", "x").putAttr("out_type", type(DataType.DT_INT32)))
            .addNode(
                NodeDef.newBuilder()
                    .setName("real")
                    .setOp("Cast")
                    .addInput("size")
                    .putAttr("SrcT", type(DataType.DT_INT32))
                    .putAttr("DstT", type(DataType.DT_DOUBLE)))
            .addNode(typed("y", "Mul", "x", "real"));
    assertEquals(List.of(3.0, 3.0, 3.0), gradient(graph.build()));
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  private static GraphDef.Builder input() {
    return GraphDef.newBuilder()
        .addNode(
            NodeDef.newBuilder()
                .setName("x")
                .setOp("Placeholder")
                .putAttr("dtype", type(DataType.DT_DOUBLE)));
  }

  private static NodeDef.Builder typed(String name, String op, String... inputs) {
    return NodeDef.newBuilder()
        .setName(name)
        .setOp(op)
        .addAllInput(List.of(inputs))
        .putAttr("T", type(DataType.DT_DOUBLE));
  }

  /** The gradient of the sum of y at x = (1, 2, 3). */
  private static List<Double> gradient(GraphDef def) {
    try (Graph graph = new Graph();
        Session session = new Session(graph);
        TFloat64 at = TFloat64.vectorOf(1, 2, 3)) {
      Network network = Network.of(def, Set.of("x:0"));
      Emitter tf = new Emitter(Ops.create(graph));
      Operand<?> x =
          tf.op("Placeholder").attr("dtype", DataType.DT_DOUBLE).attr("shape", Shape.of(3)).one();
      Trace trace =
          network.at(
              tf,
              tensor -> tf.replay(network.producer(tensor), List.of(), List.of()).output(0),
              Map.of("x:0", x),
              List.of("y:0"));
      Path path =
          Path.between(
              network,
              Sites.of(
                  network, TensorFacts.infer(network, GraphDef.getDefaultInstance()), Set.of()),
              List.of("x:0"),
              "y:0");
      Operand<?> seed = tf.apply("OnesLike", trace.of("y:0"));
      Operand<?> signal =
          BackwardPass.run(
                  tf,
                  Preflight.plan(new GradientBook("saliency"), path, "test", tensor -> "[]"),
                  trace,
                  List.of("x:0"),
                  "y:0",
                  seed)
              .arrived()
              .getOrDefault("x:0", Signal.NONE)
              .require();
      try (Result result = session.runner().feed(x.asOutput(), at).fetch(signal.asOutput()).run()) {
        List<Double> out = new ArrayList<>();
        ((TFloat64) result.get(0)).scalars().forEach(s -> out.add(s.getDouble()));
        return out;
      }
    }
  }
}
