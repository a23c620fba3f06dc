package io.github.gradlens.rewrite;

import io.github.gradlens.graph.FoldedShift;
import io.github.gradlens.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Scales and shifts a channel that stand directly behind a convolution or dense layer go into its
 * weights: (x·W + b)·s + t = x·(W·s) + (b·s + t). So batch norm is folded. The new weights are ops
 * on the old ones, so live variables fold as constants do. The op that adds the new bias names t,
 * so that a rule can tell it from the layer's own bias: {@link FoldedShift}.
 *
 * <p>It applies where every tensor between is read by one node alone and asked for by nobody, the
 * channels are the last axis, and each factor is a scalar or one value a channel.
 */
public final class FoldAffine implements Pass {
  private static final Set<String> LINEAR =
      Set.of(
          "Conv2D",
          "Conv3D",
          "DepthwiseConv2dNative",
          "MatMul",
          "Conv2DBackpropInput",
          "Conv3DBackpropInputV2");

  @Override
  public String name() {
    return "fold-affine";
  }

  @Override
  public Rewritten apply(Subject subject) {
    Map<String, List<NodeDef>> replaced = new HashMap<>();
    Set<String> dropped = new HashSet<>();
    List<String> notes = new ArrayList<>();
    for (Node node : subject.network().dynamicNodes()) {
      if (!foldable(subject, node)) {
        continue;
      }
      List<Node> carriers = LinearOps.carriersBehind(subject, node);
      Node end = carriers.isEmpty() ? node : carriers.get(carriers.size() - 1);
      AffineChain chain = AffineChain.behind(subject, end.output(0));
      if (chain.scales()) {
        replaced.put(chain.last().name(), folded(subject, node, carriers, chain));
        dropped.add(node.name());
        carriers.forEach(n -> dropped.add(n.name()));
        chain.ops().forEach(n -> dropped.add(n.name()));
      } else if (blockedByName(subject, chain.ops().isEmpty() ? end : chain.last())) {
        notes.add(node.name() + ": a tensor behind it was asked for by name");
      }
    }
    List<NodeDef> nodes = new ArrayList<>();
    for (Node node : subject.network().order()) {
      if (replaced.containsKey(node.name())) {
        nodes.addAll(replaced.getOrDefault(node.name(), List.of()));
      } else if (!dropped.contains(node.name())) {
        nodes.add(node.def());
      }
    }
    GraphDef graph = subject.graph().toBuilder().clearNode().addAllNode(nodes).build();
    return new Rewritten(graph, notes);
  }

  private static boolean blockedByName(Subject subject, Node last) {
    List<Node> readers = subject.network().readers(last.output(0));
    return subject.kept().contains(last.output(0))
        && readers.size() == 1
        && readers.get(0).op().equals("Mul");
  }

  /** A layer of float32 with a static kernel, whose output channels are the last axis. */
  private static boolean foldable(Subject subject, Node node) {
    return LINEAR.contains(node.op())
        && LinearOps.isLinear(subject, node)
        && subject.network().isStatic(node.inputs().get(1))
        && !node.text("data_format", "NHWC").startsWith("NC")
        && node.type("T", DataType.DT_FLOAT) == DataType.DT_FLOAT
        && LinearOps.lastAxis(subject, node.output(0)) > 0;
  }

  private static List<NodeDef> folded(
      Subject subject, Node node, List<Node> carriers, AffineChain chain) {
    String base = node.name() + "/folded";
    String name = chain.last().name();
    List<NodeDef> out = new ArrayList<>();
    AffineChain norm = chain.withoutBias();
    AffineChain.Factors factors = norm.factors(subject, out, base);
    String scale = java.util.Objects.requireNonNull(factors.scale());
    String kernel = kernel(out, base, node, scale, chain.channels(), subject);
    String folded = factors.shift();
    String shift = folded;
    if (norm.ops().size() < chain.ops().size()) {
      String own = base + "/own_bias";
      String bias = chain.operand(subject, out, own, 0);
      out.add(NodeBuilder.op("Mul", own, DataType.DT_FLOAT, bias, scale));
      shift = folded == null ? own : base + "/bias";
      if (folded != null) {
        out.add(NodeBuilder.op("AddV2", shift, DataType.DT_FLOAT, own, folded));
      }
    }
    List<Node> moved = new ArrayList<>(List.of(node));
    moved.addAll(carriers);
    String end = null;
    for (Node op : moved) {
      boolean last = shift == null && op.equals(moved.get(moved.size() - 1));
      // Its value is another now, so it may not keep its name.
      NodeDef.Builder def = op.def().toBuilder().setName(last ? name : op.name() + "/folded");
      out.add(end == null ? def.setInput(1, kernel).build() : def.setInput(0, end).build());
      end = def.getName();
    }
    if (shift != null && end != null) {
      NodeDef.Builder bias =
          NodeBuilder.op("BiasAdd", name, DataType.DT_FLOAT, end, shift).toBuilder()
              .putAttr("data_format", NHWC);
      out.add((folded == null ? bias : FoldedShift.name(bias, folded)).build());
    }
    return out;
  }

  private static final AttrValue NHWC =
      AttrValue.newBuilder().setS(com.google.protobuf.ByteString.copyFromUtf8("NHWC")).build();

  /** The kernel times the scale along its output channels. */
  private static String kernel(
      List<NodeDef> out, String base, Node node, String scale, long channels, Subject subject) {
    String factor = scale;
    long[] sizes = subject.facts().sizes(node.inputs().get(1));
    if (node.op().equals("DepthwiseConv2dNative") && sizes != null) {
      // Kernel [h, w, in, multiplier]; the output's channels run over in, then multiplier.
      factor = base + "/depthwise";
      out.add(NodeBuilder.ints(factor + "/shape", (int) sizes[2], (int) sizes[3]));
      out.add(NodeBuilder.reshape(factor, DataType.DT_FLOAT, scale, factor + "/shape"));
    } else if (node.flag("transpose_b") || node.op().contains("Backprop")) {
      // Kernel [out, in] or, of a transposed convolution, [h, w, out, in].
      factor = base + "/rows";
      out.add(NodeBuilder.ints(factor + "/shape", (int) channels, 1));
      out.add(NodeBuilder.reshape(factor, DataType.DT_FLOAT, scale, factor + "/shape"));
    }
    String kernel = base + "/kernel";
    out.add(NodeBuilder.op("Mul", kernel, DataType.DT_FLOAT, node.inputs().get(1), factor));
    return kernel;
  }
}
