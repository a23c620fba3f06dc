package io.github.gradlens.graph;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpDef.ArgDef;

/** TensorFlow's own definitions of its ops: how many outputs a node has, which inputs are lists. */
public final class OpDefs {
  private static final OpDefs REGISTERED = new OpDefs();
  private final Map<String, OpDef> byName = new HashMap<>();

  private OpDefs() {
    for (OpDef def : TensorFlow.registeredOpList().getOpList()) {
      byName.put(def.getName(), def);
    }
  }

  /** The definitions of the TensorFlow build in use. */
  public static OpDefs registered() {
    return REGISTERED;
  }

  public @Nullable OpDef find(String op) {
    return byName.get(op);
  }

  /** The number of tensors that an argument of a node stands for. */
  static int width(ArgDef arg, NodeDef node) {
    if (!arg.getNumberAttr().isEmpty()) {
      return (int) node.getAttrOrThrow(arg.getNumberAttr()).getI();
    }
    if (!arg.getTypeListAttr().isEmpty()) {
      return node.getAttrOrThrow(arg.getTypeListAttr()).getList().getTypeCount();
    }
    return 1;
  }

  /** Whether an argument is a list, also a list of one. */
  static boolean isList(ArgDef arg) {
    return !arg.getNumberAttr().isEmpty() || !arg.getTypeListAttr().isEmpty();
  }
}
