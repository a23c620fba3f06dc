package io.github.gradlens.rewrite;

import io.github.gradlens.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Scales and shifts a channel that stand directly behind a convolution or dense layer go into its
 * weights: (x·W + b)·s + t = x·(W·s) + (b·s + t). So batch norm is folded. The new weights are ops
 * on the old ones, so live variables fold as constants do.
 *
 * <p>It applies where every tensor between is read by one node alone and asked for by nobody, the
 * channels are the last axis, and each factor is a scalar or one value a channel.
 */
public final class FoldAffine implements Pass {
  private static final Set<String> LINEAR =
      Set.of("Conv2D", "Conv3D", "DepthwiseConv2dNative", "MatMul");
  private static final Set<String> AFFINE =
      Set.of("BiasAdd", "Add", "AddV2", "Sub", "Mul", "RealDiv");

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
      if (!LINEAR.contains(node.op()) || !subject.network().isStatic(node.inputs().get(1))) {
        continue;
      }
      Long channels = channels(subject, node);
      if (channels == null) {
        continue;
      }
      List<Node> chain = chain(subject, node, channels);
      boolean scales =
          chain.stream().anyMatch(n -> n.op().equals("Mul") || n.op().equals("RealDiv"));
      if (scales) {
        Node last = chain.get(chain.size() - 1);
        replaced.put(last.name(), folded(subject, node, chain, channels));
        dropped.add(node.name());
        chain.forEach(n -> dropped.add(n.name()));
      } else if (blockedByName(subject, node, chain)) {
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

  private static boolean blockedByName(Subject subject, Node node, List<Node> chain) {
    Node last = chain.isEmpty() ? node : chain.get(chain.size() - 1);
    List<Node> readers = subject.network().readers(last.output(0));
    return subject.kept().contains(last.output(0))
        && readers.size() == 1
        && readers.get(0).op().equals("Mul");
  }

  /** The number of output channels where they are the last axis. */
  private static @Nullable Long channels(Subject subject, Node node) {
    boolean last = !node.text("data_format", "NHWC").startsWith("NC");
    long[] sizes = subject.facts().sizes(node.output(0));
    boolean plain = node.type("T", DataType.DT_FLOAT) == DataType.DT_FLOAT;
    if (!last || !plain || sizes == null || sizes.length == 0 || sizes[sizes.length - 1] < 1) {
      return null;
    }
    return sizes[sizes.length - 1];
  }

  /** The scales and shifts behind a node, as far as they may go. */
  private static List<Node> chain(Subject subject, Node node, long channels) {
    List<Node> chain = new ArrayList<>();
    Node end = node;
    while (subject.isPrivate(end.output(0))) {
      Node next = subject.network().readers(end.output(0)).get(0);
      boolean first = next.inputs().get(0).equals(end.output(0));
      boolean commutes = !next.op().equals("Sub") && !next.op().equals("RealDiv");
      if (!AFFINE.contains(next.op())
          || next.inputs().size() != 2
          || (!first && !commutes)
          || !next.controls().isEmpty()
          || next.text("data_format", "NHWC").startsWith("NC")
          || !perChannel(subject, other(next, end), channels, rank(subject, node))) {
        break;
      }
      chain.add(next);
      end = next;
    }
    return chain;
  }

  private static int rank(Subject subject, Node node) {
    long[] sizes = subject.facts().sizes(node.output(0));
    return sizes == null ? 0 : sizes.length;
  }

  private static String other(Node node, Node end) {
    return node.inputs().get(node.inputs().get(0).equals(end.output(0)) ? 1 : 0);
  }

  private static boolean perChannel(Subject subject, String tensor, long channels, int rank) {
    long[] sizes = subject.facts().sizes(tensor);
    if (!subject.network().isStatic(tensor) || sizes == null || sizes.length > rank) {
      return false;
    }
    for (int i = 0; i < sizes.length; i++) {
      boolean last = i == sizes.length - 1;
      if (sizes[i] != 1 && !(last && sizes[i] == channels)) {
        return false;
      }
    }
    return true;
  }

  private static List<NodeDef> folded(Subject subject, Node node, List<Node> chain, long channels) {
    String base = node.name() + "/folded";
    DataType type = DataType.DT_FLOAT;
    List<NodeDef> out = new ArrayList<>();
    out.add(NodeBuilder.scalar(base + "/one", 1));
    String scale = null;
    String shift = null;
    Node end = node;
    for (Node affine : chain) {
      String k = base + "/" + out.size();
      String c = spread(out, k, other(affine, end), channels, subject);
      switch (affine.op()) {
        case "Mul", "RealDiv" -> {
          String op = affine.op();
          scale = combine(out, k + "/scale", op, scale == null ? base + "/one" : scale, c);
          shift = shift == null ? null : combine(out, k + "/shift", op, shift, c);
        }
        case "Sub" -> {
          if (shift == null) {
            out.add(NodeBuilder.op("Neg", k + "/shift", type, c));
            shift = k + "/shift";
          } else {
            shift = combine(out, k + "/shift", "Sub", shift, c);
          }
        }
        default -> shift = shift == null ? c : combine(out, k + "/shift", "AddV2", shift, c);
      }
      end = affine;
    }
    String kernel =
        kernel(out, base, node, scale == null ? base + "/one" : scale, channels, subject);
    String name = shift == null ? end.name() : base;
    out.add(node.def().toBuilder().setName(name).setInput(1, kernel).build());
    if (shift != null) {
      out.add(
          NodeBuilder.op("BiasAdd", end.name(), type, base, shift).toBuilder()
              .putAttr(
                  "data_format",
                  AttrValue.newBuilder()
                      .setS(com.google.protobuf.ByteString.copyFromUtf8("NHWC"))
                      .build())
              .build());
    }
    return out;
  }

  private static String combine(List<NodeDef> out, String name, String op, String a, String b) {
    out.add(NodeBuilder.op(op, name, DataType.DT_FLOAT, a, b));
    return name;
  }

  /** A static operand as a vector of one value a channel. */
  private static String spread(
      List<NodeDef> out, String name, String tensor, long channels, Subject subject) {
    long[] sizes = subject.facts().sizes(tensor);
    long count = 1;
    for (int i = 0; sizes != null && i < sizes.length; i++) {
      count *= sizes[i];
    }
    String flat = name + "/flat";
    out.add(NodeBuilder.ints(flat + "/shape", -1));
    out.add(NodeBuilder.reshape(flat, DataType.DT_FLOAT, tensor, flat + "/shape"));
    if (count == channels) {
      return flat;
    }
    String wide = name + "/wide";
    out.add(NodeBuilder.ints(wide + "/shape", (int) channels));
    out.add(
        NodeBuilder.op("BroadcastTo", wide, DataType.DT_FLOAT, flat, wide + "/shape").toBuilder()
            .putAttr("Tidx", AttrValue.newBuilder().setType(DataType.DT_INT32).build())
            .build());
    return wide;
  }

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
    } else if (node.flag("transpose_b")) {
      factor = base + "/rows";
      out.add(NodeBuilder.ints(factor + "/shape", (int) channels, 1));
      out.add(NodeBuilder.reshape(factor, DataType.DT_FLOAT, scale, factor + "/shape"));
    }
    String kernel = base + "/kernel";
    out.add(NodeBuilder.op("Mul", kernel, DataType.DT_FLOAT, node.inputs().get(1), factor));
    return kernel;
  }
}
