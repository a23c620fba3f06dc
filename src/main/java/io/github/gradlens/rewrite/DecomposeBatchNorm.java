package io.github.gradlens.rewrite;

import io.github.gradlens.graph.Node;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Batch norm in inference mode as what it is, a scale and a shift a channel: y = x·m + (β − μ·m), m
 * = γ/√(σ² + ε). Keras 3 exports it so already; Keras 2 writes FusedBatchNormV3.
 */
public final class DecomposeBatchNorm implements Pass {
  private static final float DEFAULT_EPSILON = 1e-4f;

  @Override
  public String name() {
    return "decompose-batch-norm";
  }

  @Override
  public Rewritten apply(Subject subject) {
    List<NodeDef> nodes = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Node node : subject.network().order()) {
      if (!node.op().startsWith("FusedBatchNorm") || node.op().contains("Grad")) {
        nodes.add(node.def());
      } else if (applies(subject, node)) {
        nodes.addAll(decomposed(node));
      } else {
        notes.add(node.name() + ": in training mode, of another type, or its parameters move");
        nodes.add(node.def());
      }
    }
    GraphDef graph = subject.graph().toBuilder().clearNode().addAllNode(nodes).build();
    return new Rewritten(graph, notes);
  }

  private static boolean applies(Subject subject, Node node) {
    boolean inference = node.attr("is_training") != null && !node.flag("is_training");
    boolean plain = node.type("T", DataType.DT_FLOAT) == DataType.DT_FLOAT;
    boolean fixed = !subject.network().isStatic(node.inputs().get(0));
    for (int i = 1; i < node.inputs().size(); i++) {
      fixed &= subject.network().isStatic(node.inputs().get(i));
    }
    boolean alone = true;
    for (int i = 1; i < node.outputCount(); i++) {
      alone &= subject.network().readers(node.output(i)).isEmpty();
    }
    return inference && plain && fixed && alone && node.inputs().size() == 5;
  }

  private static List<NodeDef> decomposed(Node node) {
    String n = node.name();
    DataType type = DataType.DT_FLOAT;
    List<NodeDef> out = new ArrayList<>();
    out.add(NodeBuilder.scalar(n + "/epsilon", node.real("epsilon", DEFAULT_EPSILON)));
    out.add(NodeBuilder.op("AddV2", n + "/variance", type, node.inputs().get(4), n + "/epsilon"));
    out.add(NodeBuilder.op("Rsqrt", n + "/rsqrt", type, n + "/variance"));
    out.add(NodeBuilder.op("Mul", n + "/scale", type, node.inputs().get(1), n + "/rsqrt"));
    out.add(NodeBuilder.op("Mul", n + "/mean", type, node.inputs().get(3), n + "/scale"));
    out.add(NodeBuilder.op("Sub", n + "/shift", type, node.inputs().get(2), n + "/mean"));
    String scale = n + "/scale";
    String shift = n + "/shift";
    if (node.text("data_format", "NHWC").startsWith("NC")) {
      out.add(NodeBuilder.ints(n + "/channels_first", -1, 1, 1));
      out.add(NodeBuilder.reshape(n + "/scale_column", type, scale, n + "/channels_first"));
      out.add(NodeBuilder.reshape(n + "/shift_column", type, shift, n + "/channels_first"));
      scale = n + "/scale_column";
      shift = n + "/shift_column";
    }
    out.add(NodeBuilder.op("Mul", n + "/scaled", type, node.inputs().get(0), scale));
    out.add(NodeBuilder.op("AddV2", n, type, n + "/scaled", shift));
    return out;
  }
}
