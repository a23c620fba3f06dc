package io.github.gradlens.rewrite;

import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.TensorFacts;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Turns every read of a variable into a constant. The constant has no value yet: attribute {@code
 * _variable} names the variable, {@code _shape} its shape, and whoever emits the graph supplies the
 * value. So no weight passes through a protobuf message.
 */
public final class FreezeVariables {
  /** The attribute that names the variable of a constant. */
  public static final String VARIABLE = "_variable";

  /** The attribute that holds its shape. */
  public static final String SHAPE = TensorFacts.WEIGHT_SHAPE;

  private FreezeVariables() {}

  /** The nodes that are variables, by name. */
  public static Map<String, NodeDef> variables(GraphDef graph) {
    Map<String, NodeDef> found = new LinkedHashMap<>();
    for (NodeDef node : graph.getNodeList()) {
      if (isVariable(node)) {
        found.put(node.getName(), node);
      }
    }
    return found;
  }

  /** Whether something other than reads touches a resource, so that the graph must stay live. */
  public static boolean mustStayLive(GraphDef graph) {
    Map<String, NodeDef> variables = variables(graph);
    for (NodeDef node : graph.getNodeList()) {
      boolean reads =
          node.getOp().equals("ReadVariableOp") || node.getOp().equals("ResourceGather");
      for (String input : node.getInputList()) {
        NodeDef variable = variables.get(Node.nodeName(input));
        if (variable != null && !reads && variable.getOp().equals("VarHandleOp")) {
          return true;
        }
      }
      if (node.getOp().contains("HashTable")) {
        return true;
      }
    }
    return false;
  }

  public static GraphDef apply(GraphDef graph) {
    Map<String, NodeDef> variables = variables(graph);
    GraphDef.Builder out = graph.toBuilder().clearNode();
    Set<String> emitted = new HashSet<>();
    for (NodeDef node : graph.getNodeList()) {
      NodeDef variable =
          node.getInputCount() == 0 ? null : variables.get(Node.nodeName(node.getInput(0)));
      if (variables.containsKey(node.getName())) {
        if (!node.getOp().equals("VarHandleOp")) {
          out.addNode(constant(node.getName(), node));
        }
      } else if (node.getOp().equals("ReadVariableOp") && variable != null) {
        out.addNode(constant(node.getName(), variable));
      } else if (node.getOp().equals("ResourceGather") && variable != null) {
        gather(out, emitted, node, variable);
      } else {
        out.addNode(node);
      }
    }
    return out.build();
  }

  /** {@code ResourceGather(handle, indices)} → {@code GatherV2(value, indices, 0)}. */
  private static void gather(
      GraphDef.Builder out, Set<String> emitted, NodeDef node, NodeDef variable) {
    String value = variable.getName() + "/frozen";
    String axis = variable.getName() + "/axis";
    if (emitted.add(value)) {
      out.addNode(constant(value, variable));
      out.addNode(
          NodeDef.newBuilder()
              .setName(axis)
              .setOp("Const")
              .putAttr("dtype", type(DataType.DT_INT32))
              .putAttr(
                  "value",
                  AttrValue.newBuilder()
                      .setTensor(
                          org.tensorflow.proto.TensorProto.newBuilder()
                              .setDtype(DataType.DT_INT32)
                              .setTensorShape(
                                  org.tensorflow.proto.TensorShapeProto.getDefaultInstance())
                              .addIntVal(0))
                      .build()));
    }
    out.addNode(
        NodeDef.newBuilder()
            .setName(node.getName())
            .setOp("GatherV2")
            .addInput(value)
            .addInput(node.getInput(1))
            .addInput(axis)
            .putAttr("Tparams", node.getAttrOrThrow("dtype"))
            .putAttr("Tindices", node.getAttrOrThrow("Tindices"))
            .putAttr("Taxis", type(DataType.DT_INT32))
            .putAttr(
                "batch_dims",
                node.getAttrOrDefault("batch_dims", AttrValue.newBuilder().setI(0).build())));
  }

  private static NodeDef constant(String name, NodeDef variable) {
    return NodeDef.newBuilder()
        .setName(name)
        .setOp("Const")
        .putAttr("dtype", variable.getAttrOrThrow("dtype"))
        .putAttr(SHAPE, variable.getAttrOrThrow("shape"))
        .putAttr(
            VARIABLE,
            AttrValue.newBuilder()
                .setS(com.google.protobuf.ByteString.copyFromUtf8(variable.getName()))
                .build())
        .build();
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  private static boolean isVariable(NodeDef node) {
    return node.getOp().equals("VarHandleOp")
        || node.getOp().equals("VariableV2")
        || node.getOp().equals("Variable");
  }
}
