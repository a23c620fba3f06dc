package io.github.gradlens.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.rewrite.FreezeVariables;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;

/** y = (x·W)·|V|, W read as it is and V through a static op. */
class FrozenWeightsTest {
  private static final float[][] W = {{1, -2}, {3, 4}};
  private static final float[][] V = {{-1, 2}, {0.5f, -3}};
  private static final float[][] X = {{1, 2}};
  private static final float[][] EXPECTED = {{7 + 3, 14 + 18}};

  @Test
  void largeWeightsAreSharedVariablesAndSmallOnesConstants() {
    assertArrayEquals(EXPECTED, run(15, "ReadVariableOp"));
    assertArrayEquals(EXPECTED, run(16, "Const"));
  }

  @Test
  void withoutSessionAllAreConstants() {
    try (Graph graph = new Graph();
        Tensor w = TFloat32.tensorOf(StdArrays.ndCopyOf(W));
        Tensor v = TFloat32.tensorOf(StdArrays.ndCopyOf(V))) {
      Map<String, Operand<?>> held =
          new FrozenWeights(graph, null, 0)
              .of(network(), GraphDef.getDefaultInstance(), Map.of("w", w, "v", v));
      held.values().forEach(tensor -> assertEquals("Const", tensor.asOutput().op().type()));
      assertEquals(2, held.size());
    }
  }

  private static float[][] run(long largest, String op) {
    Network network = network();
    try (Graph graph = new Graph();
        Session session = new Session(graph);
        Tensor x = TFloat32.tensorOf(StdArrays.ndCopyOf(X))) {
      Map<String, Operand<?>> held;
      try (Tensor w = TFloat32.tensorOf(StdArrays.ndCopyOf(W));
          Tensor v = TFloat32.tensorOf(StdArrays.ndCopyOf(V))) {
        held =
            new FrozenWeights(graph, session, largest)
                .of(network, GraphDef.getDefaultInstance(), Map.of("w", w, "v", v));
      }
      held.values().forEach(tensor -> assertEquals(op, tensor.asOutput().op().type()));
      Emitter tf = new Emitter(Ops.create(graph));
      Operand<?> input = tf.op("Placeholder").attr("dtype", DataType.DT_FLOAT).one();
      Trace trace =
          network.at(
              tf, tensor -> Engine.required(held, tensor), Map.of("x:0", input), List.of("y:0"));
      float[][] result = new float[1][2];
      try (var fetched =
          session.runner().feed(input.asOutput(), x).fetch(trace.of("y:0").asOutput()).run()) {
        StdArrays.copyFrom((TFloat32) fetched.get(0), result);
      }
      return result;
    }
  }

  private static Network network() {
    GraphDef graph =
        GraphDef.newBuilder()
            .addNode(node("x", "Placeholder"))
            .addNode(variable("read_w", "w"))
            .addNode(variable("read_v", "v"))
            .addNode(node("size", "Abs", "read_v"))
            .addNode(node("xw", "MatMul", "x", "read_w"))
            .addNode(node("y", "MatMul", "xw", "size"))
            .build();
    return Network.of(graph, List.of("x:0"));
  }

  private static NodeDef variable(String name, String variable) {
    AttrValue value = AttrValue.newBuilder().setS(ByteString.copyFromUtf8(variable)).build();
    return node(name, "Const").toBuilder().putAttr(FreezeVariables.VARIABLE, value).build();
  }

  private static NodeDef node(String name, String op, String... inputs) {
    String type = op.equals("Placeholder") || op.equals("Const") ? "dtype" : "T";
    return NodeDef.newBuilder()
        .setName(name)
        .setOp(op)
        .addAllInput(List.of(inputs))
        .putAttr(type, AttrValue.newBuilder().setType(DataType.DT_FLOAT).build())
        .build();
  }
}
