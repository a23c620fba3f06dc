package io.github.gradlens.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.gradlens.error.ModelException;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Each damaged model is refused by name, before native code. */
final class AdmissionTest {
  @TestFactory
  List<DynamicTest> soundModelsAreAdmitted() {
    return FlattenedModelsTest.models().stream()
        .map(
            folder ->
                DynamicTest.dynamicTest(
                    folder.getFileName().toString(),
                    () -> {
                      MetaGraphDef meta = SavedModelFile.read(folder);
                      Admission.check(meta, Registered.OPS);
                      CheckpointFiles.check(folder, meta);
                    }))
        .toList();
  }

  @Test
  void overflowingShapeIsRefused() {
    assertRefused(
        "node c of the graph has the shape [4611686018427387904, 4611686018427387904], more elements than 63 bits count; export the model again",
        constant("c", 1L << 62, 1L << 62));
  }

  @Test
  void rankAboveTheBoundIsRefused() {
    assertRefused(
        "node c of the graph has a shape of rank 300, more than TensorFlow's 254; export the model again",
        constant("c", new long[300]));
  }

  @Test
  void constantOfATebibyteIsRefused() {
    assertRefused(
        "the constants take more than 4,294,967,296 bytes, at node c of the graph with shape [274877906944]; keep weights in variables",
        constant("c", 1L << 38));
  }

  @Test
  void hugeFillIsRefused() {
    NodeDef.Builder dims = constant("dims", 5);
    int max = Integer.MAX_VALUE;
    TensorProto.Builder value =
        dims.getAttrOrThrow("value").getTensor().toBuilder().setDtype(DataType.DT_INT32);
    for (int i = 0; i < 5; i++) {
      value.addIntVal(max);
    }
    dims.putAttr("value", AttrValue.newBuilder().setTensor(value).build());
    assertRefused(
        "node f (Fill) of the graph makes a tensor of size [2147483647, 2147483647, 2147483647, 2147483647, 2147483647], more than 2,147,483,648 elements; export a smaller model",
        dims,
        constant("v"),
        node("f", "Fill", "dims", "v"));
  }

  @Test
  void unknownOpIsRefused() {
    assertRefused(
        "node a has the op \"Frobnicate\", which this TensorFlow does not know; load the library that registers it, or export a model without it",
        node("a", "Frobnicate"));
  }

  @Test
  void doubledNameIsRefused() {
    assertRefused(
        "the graph has two nodes named \"a\"; export the model again",
        node("a", "NoOp"),
        node("a", "NoOp"));
  }

  @Test
  void missingInputIsRefused() {
    assertRefused(
        "node a of the graph reads \"gone:1\", which does not exist; export the model again",
        node("a", "Relu", "gone:1"));
  }

  @Test
  void missingFunctionIsRefused() {
    assertRefused(
        "node a calls the function \"gone\", which the model does not hold; export the model again",
        call("a", "gone"));
  }

  @Test
  void cycleIsRefused() {
    assertRefused(
        "node a of the graph waits for its own result; export the model again",
        node("a", "Relu", "b"),
        node("b", "Relu", "a"));
  }

  @Test
  void stridesOfTheWrongLengthAreRefused() {
    assertRefused(
        "node p (MaxPool) of the graph has strides [1, 0]; 4 positive numbers are needed, export the model again",
        node("p", "MaxPool", "c")
            .putAttr(
                "strides",
                AttrValue.newBuilder()
                    .setList(AttrValue.ListValue.newBuilder().addI(1).addI(0))
                    .build()),
        constant("c"));
  }

  @Test
  void functionsThatCallEachOtherAreRefused() {
    GraphDef.Builder graph = GraphDef.newBuilder();
    graph.getLibraryBuilder().addFunction(function("f", call("x", "g")));
    graph.getLibraryBuilder().addFunction(function("g", call("x", "f")));
    assertRefused(
        "function f calls itself, by way of g; a model that recurses cannot be explained", graph);
  }

  @Test
  void deepCallsAreRefused() {
    GraphDef.Builder graph = GraphDef.newBuilder();
    for (int i = 0; i < 10_000; i++) {
      graph.getLibraryBuilder().addFunction(function("f" + i, call("x", "f" + (i + 1))));
    }
    graph.getLibraryBuilder().addFunction(function("f10000", node("x", "NoOp")));
    assertRefused(
        "calls in function f8999 are more than 1,000 functions deep; export the model with fewer nested functions",
        graph);
  }

  @Test
  void exponentialCallsAreRefused() {
    GraphDef.Builder graph = GraphDef.newBuilder();
    for (int i = 0; i < 40; i++) {
      String next = "f" + (i + 1);
      graph.getLibraryBuilder().addFunction(function("f" + i, call("x", next), call("y", next)));
    }
    graph.getLibraryBuilder().addFunction(function("f40", node("x", "NoOp")));
    assertRefused(
        "function f20 has more than 2,000,000 nodes once its functions are inlined; export a smaller model",
        graph);
  }

  private static void assertRefused(String message, NodeDef.Builder... nodes) {
    GraphDef.Builder graph = GraphDef.newBuilder();
    for (NodeDef.Builder node : nodes) {
      graph.addNode(node);
    }
    assertRefused(message, graph);
  }

  private static void assertRefused(String message, GraphDef.Builder graph) {
    MetaGraphDef meta = MetaGraphDef.newBuilder().setGraphDef(graph).build();
    assertEquals(
        message,
        assertThrows(ModelException.class, () -> Admission.check(meta, Registered.OPS))
            .getMessage());
  }

  private static NodeDef.Builder node(String name, String op, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(List.of(inputs));
  }

  private static NodeDef.Builder call(String name, String function) {
    AttrValue.Builder called = AttrValue.newBuilder();
    called.getFuncBuilder().setName(function);
    return node(name, "PartitionedCall").putAttr("f", called.build());
  }

  private static NodeDef.Builder constant(String name, long... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dim : dims) {
      shape.addDimBuilder().setSize(dim);
    }
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDtype(DataType.DT_FLOAT).setTensorShape(shape);
    return node(name, "Const").putAttr("value", AttrValue.newBuilder().setTensor(tensor).build());
  }

  private static FunctionDef.Builder function(String name, NodeDef.Builder... nodes) {
    FunctionDef.Builder function =
        FunctionDef.newBuilder().setSignature(OpDef.newBuilder().setName(name));
    for (NodeDef.Builder node : nodes) {
      function.addNodeDef(node);
    }
    return function;
  }
}
