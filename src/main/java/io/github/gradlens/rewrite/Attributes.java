package io.github.gradlens.rewrite;

import com.google.protobuf.ByteString;
import io.github.gradlens.error.ModelException;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpDef.AttrDef;

/** The attributes of a node as it leaves its function. */
final class Attributes {
  /** They describe the graph that was, or name nodes that may be gone. */
  private static final Set<String> DROPPED = Set.of("_output_shapes", "_class");

  /** Ops whose state is found by name, and by the node's name where they give none. */
  private static final Set<String> NAMED_STATE = Set.of("VarHandleOp", "VariableV2", "Variable");

  private Attributes() {}

  /** The node with every placeholder replaced by what the call gives, or the function's default. */
  static NodeDef bind(NodeDef node, Map<String, AttrValue> given, String function) {
    NodeDef.Builder bound = node.toBuilder();
    node.getAttrMap()
        .forEach(
            (name, value) -> {
              if (hasPlaceholder(value)) {
                bound.putAttr(name, bind(value, given, node.getName(), function));
              }
            });
    return bound.build();
  }

  private static boolean hasPlaceholder(AttrValue value) {
    return !value.getPlaceholder().isEmpty()
        || value.getFunc().getAttrMap().values().stream().anyMatch(Attributes::hasPlaceholder)
        || value.getList().getFuncList().stream()
            .flatMap(called -> called.getAttrMap().values().stream())
            .anyMatch(Attributes::hasPlaceholder);
  }

  private static AttrValue bind(
      AttrValue value, Map<String, AttrValue> given, String node, String function) {
    if (!value.getPlaceholder().isEmpty()) {
      AttrValue actual = given.get(value.getPlaceholder());
      if (actual == null) {
        throw new ModelException(
            "node %s of function %s needs the attribute \"%s\", which its call does not give; export the model again"
                .formatted(node, function, value.getPlaceholder()));
      }
      return actual;
    }
    AttrValue.Builder bound = value.toBuilder();
    if (value.hasFunc()) {
      bound.setFunc(bind(value.getFunc(), given, node, function));
    }
    for (int i = 0; i < value.getList().getFuncCount(); i++) {
      bound.getListBuilder().setFunc(i, bind(value.getList().getFunc(i), given, node, function));
    }
    return bound.build();
  }

  private static NameAttrList bind(
      NameAttrList called, Map<String, AttrValue> given, String node, String function) {
    NameAttrList.Builder bound = called.toBuilder();
    called
        .getAttrMap()
        .forEach((name, value) -> bound.putAttr(name, bind(value, given, node, function)));
    return bound.build();
  }

  /**
   * Drops what would bind the node to its old place, writes out defaults, and gives state that is
   * found by the node's name that name for good.
   */
  static void settle(NodeDef.Builder node, String originalName, OpDef def) {
    DROPPED.forEach(node::removeAttr);
    for (AttrDef attr : def.getAttrList()) {
      if (attr.hasDefaultValue() && !node.containsAttr(attr.getName())) {
        node.putAttr(attr.getName(), attr.getDefaultValue());
      }
    }
    if (NAMED_STATE.contains(node.getOp())
        && node.getAttrOrDefault("shared_name", AttrValue.getDefaultInstance()).getS().isEmpty()) {
      node.putAttr(
          "shared_name",
          AttrValue.newBuilder().setS(ByteString.copyFromUtf8(originalName)).build());
    }
  }
}
