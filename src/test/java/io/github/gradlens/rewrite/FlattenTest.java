package io.github.gradlens.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** Hand-made functions, and what becomes of them. */
final class FlattenTest {
  @Test
  void nestedCallsAndASecondCallGetTheirOwnNodes() {
    MetaGraphDef.Builder meta = MetaGraphDef.newBuilder();
    meta.getGraphDefBuilder().addNode(node("x", "Placeholder"));
    meta.getGraphDefBuilder().addNode(call("a", "outer", "x"));
    meta.getGraphDefBuilder().addNode(call("b", "outer", "a"));
    add(meta, function("outer", "c:output:0", call("c", "inner", "v")));
    add(meta, function("inner", "r:activations:0", node("r", "Relu", "v")));
    assertEquals(
        Map.of("x", List.of(), "a/c/r", List.of("x"), "b/c/r", List.of("a/c/r")),
        flat(meta, "b:0", "b/c/r:0"));
  }

  @Test
  void functionThatReturnsItsArgumentLeavesNoNode() {
    MetaGraphDef.Builder meta = MetaGraphDef.newBuilder();
    meta.getGraphDefBuilder().addNode(node("x", "Placeholder"));
    meta.getGraphDefBuilder().addNode(call("a", "same", "x"));
    add(meta, function("same", "v"));
    assertEquals(Map.of("x", List.of()), flat(meta, "a:0", "x:0"));
  }

  @Test
  void takenNameGetsANumber() {
    MetaGraphDef.Builder meta = MetaGraphDef.newBuilder();
    meta.getGraphDefBuilder().addNode(node("a/r", "Placeholder"));
    meta.getGraphDefBuilder().addNode(call("a", "f", "a/r"));
    add(meta, function("f", "r:activations:0", node("r", "Relu", "v")));
    assertEquals(Map.of("a/r", List.of(), "a/r_1", List.of("a/r")), flat(meta, "a:0", "a/r_1:0"));
  }

  @Test
  void controlEdgeFromACallBecomesEdgesFromWhatItsBodyMustDo() {
    MetaGraphDef.Builder meta = MetaGraphDef.newBuilder();
    meta.getGraphDefBuilder().addNode(node("x", "Placeholder"));
    meta.getGraphDefBuilder().addNode(call("a", "f", "x"));
    meta.getGraphDefBuilder().addNode(node("y", "Relu", "x", "^a"));
    add(meta, function("f", "v", node("done", "NoOp", "^v")).putControlRet("done", "done"));
    assertEquals(
        Map.of("x", List.of(), "a/done", List.of("^x"), "y", List.of("x", "^a/done")),
        flat(meta, "y:0", "y:0"));
  }

  private static Map<String, List<String>> flat(
      MetaGraphDef.Builder meta, String output, String expected) {
    SignatureDef.Builder signature = SignatureDef.newBuilder();
    signature.putOutputs("out", TensorInfo.newBuilder().setName(output).build());
    FlatModel flat = Flatten.signature(meta.build(), signature.build(), Registered.OPS);
    assertEquals(
        List.of(expected), flat.outputs().values().stream().map(FlatTensor::tensor).toList());
    return flat.graph().getNodeList().stream()
        .collect(Collectors.toMap(NodeDef::getName, node -> List.copyOf(node.getInputList())));
  }

  private static void add(MetaGraphDef.Builder meta, FunctionDef.Builder function) {
    meta.getGraphDefBuilder().getLibraryBuilder().addFunction(function);
  }

  private static NodeDef node(String name, String op, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(List.of(inputs)).build();
  }

  private static NodeDef call(String name, String function, String... inputs) {
    AttrValue.Builder called = AttrValue.newBuilder();
    called.getFuncBuilder().setName(function);
    AttrValue.Builder types = AttrValue.newBuilder();
    types.getListBuilder().addType(DataType.DT_FLOAT);
    return node(name, "PartitionedCall", inputs).toBuilder()
        .putAttr("f", called.build())
        .putAttr("Tout", types.build())
        .build();
  }

  /** A function of v with one output. */
  private static FunctionDef.Builder function(String name, String result, NodeDef... nodes) {
    FunctionDef.Builder function =
        FunctionDef.newBuilder().addAllNodeDef(List.of(nodes)).putRet("out", result);
    function.getSignatureBuilder().setName(name).addInputArgBuilder().setName("v");
    function.getSignatureBuilder().addOutputArgBuilder().setName("out");
    return function;
  }
}
