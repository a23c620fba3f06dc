package io.github.gradlens.rewrite;

import io.github.gradlens.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Static scales and shifts that stand one behind the other and that nobody reads between: y = x·m +
 * t. Each is a scalar or one value a channel; the channels are the last axis.
 *
 * @param ops in order, each reading the one before it; empty where there is none
 * @param start the tensor x
 * @param channels the size of its last axis
 */
record AffineChain(List<Node> ops, String start, long channels) {
  private static final Set<String> SCALES = Set.of("Mul", "RealDiv", "Div");
  private static final Set<String> ADDED = Set.of("BiasAdd", "Add", "AddV2");
  private static final Set<String> CLIPS = Set.of("Relu6", "ClipByValue", "Minimum", "Maximum");

  AffineChain {
    ops = List.copyOf(ops);
  }

  /** m and t as names of vectors; null for 1 and 0. */
  record Factors(@Nullable String scale, @Nullable String shift) {}

  /** The longest chain that starts with the one reader of a tensor. */
  static AffineChain behind(Pass.Subject subject, String tensor) {
    return subject.isPrivate(tensor)
        ? from(subject, tensor, subject.network().readers(tensor).get(0))
        : new AffineChain(List.of(), tensor, 0);
  }

  /** The longest chain that starts with this node; what it reads may have other readers. */
  static AffineChain startingAt(Pass.Subject subject, Node node) {
    for (String input : node.inputs()) {
      if (!subject.network().isStatic(input)) {
        return from(subject, input, node);
      }
    }
    return new AffineChain(List.of(), "", 0);
  }

  private static AffineChain from(Pass.Subject subject, String start, Node first) {
    List<Node> ops = new ArrayList<>();
    long[] sizes = subject.facts().sizes(start);
    if (sizes == null || sizes.length == 0 || sizes[sizes.length - 1] < 1) {
      return new AffineChain(ops, start, 0);
    }
    long channels = sizes[sizes.length - 1];
    boolean behindClip = CLIPS.contains(subject.network().producer(start).op());
    String end = start;
    Node next = first;
    while (continues(subject, next, end, channels, sizes.length)) {
      if (ops.isEmpty() && behindClip && isScalar(subject, next)) {
        break;
      }
      ops.add(next);
      end = next.output(0);
      if (!subject.isPrivate(end)) {
        break;
      }
      next = subject.network().readers(end).get(0);
    }
    leaveHardSigmoid(subject, ops);
    return new AffineChain(ops, start, channels);
  }

  /** Scalars beside a clip spell a hard sigmoid or a hard swish, which is no batch norm. */
  private static void leaveHardSigmoid(Pass.Subject subject, List<Node> ops) {
    if (ops.isEmpty()) {
      return;
    }
    String end = ops.get(ops.size() - 1).output(0);
    if (subject.network().readers(end).stream().anyMatch(n -> CLIPS.contains(n.op()))) {
      while (!ops.isEmpty() && isScalar(subject, ops.get(ops.size() - 1))) {
        ops.remove(ops.size() - 1);
      }
    }
  }

  private static boolean isScalar(Pass.Subject subject, Node node) {
    return node.inputs().stream()
        .filter(subject.network()::isStatic)
        .map(subject.facts()::sizes)
        .anyMatch(sizes -> sizes != null && sizes.length == 0);
  }

  private static boolean continues(
      Pass.Subject subject, Node node, String moving, long channels, int rank) {
    boolean known = SCALES.contains(node.op()) || ADDED.contains(node.op()) || isSub(node);
    if (!known || node.inputs().size() != 2 || !node.controls().isEmpty()) {
      return false;
    }
    boolean first = node.inputs().get(0).equals(moving);
    boolean commutes = !isSub(node) && !node.op().endsWith("Div");
    return (first || commutes)
        && node.type("T", DataType.DT_FLOAT) == DataType.DT_FLOAT
        && !node.text("data_format", "NHWC").startsWith("NC")
        && perChannel(subject, other(node, moving), channels, rank);
  }

  private static boolean isSub(Node node) {
    return node.op().equals("Sub");
  }

  private static String other(Node node, String moving) {
    return node.inputs().get(node.inputs().get(0).equals(moving) ? 1 : 0);
  }

  private static boolean perChannel(Pass.Subject subject, String tensor, long channels, int rank) {
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

  /** Whether it multiplies or divides at all. */
  boolean scales() {
    return ops.stream().anyMatch(n -> SCALES.contains(n.op()));
  }

  /** Whether all of it is the same for every channel. */
  boolean isScalar(Pass.Subject subject) {
    return ops.stream().allMatch(op -> isScalar(subject, op));
  }

  /** Whether its first op adds, as a layer adds its bias. */
  boolean startsWithBias() {
    return !ops.isEmpty() && ADDED.contains(ops.get(0).op());
  }

  /** Whether it is one scale and at most one shift already. */
  boolean isPlain() {
    boolean scaled = !ops.isEmpty() && SCALES.contains(ops.get(0).op());
    boolean shifted = ops.size() == 2 && ADDED.contains(ops.get(1).op());
    return scaled && (ops.size() == 1 || (shifted && ops.get(0).op().equals("Mul")));
  }

  Node last() {
    return ops.get(ops.size() - 1);
  }

  /** The chain behind its first op, where that adds a bias. */
  AffineChain withoutBias() {
    return startsWithBias()
        ? new AffineChain(ops.subList(1, ops.size()), ops.get(0).output(0), channels)
        : this;
  }

  /** The static operand of an op as a vector. */
  String operand(Pass.Subject subject, List<NodeDef> out, String name, int index) {
    String moving = index == 0 ? start : ops.get(index - 1).output(0);
    return spread(subject, out, name, other(ops.get(index), moving));
  }

  /** Adds ops that compute m and t from the chain's operands. */
  Factors factors(Pass.Subject subject, List<NodeDef> out, String base) {
    String scale = null;
    String shift = null;
    for (int i = 0; i < ops.size(); i++) {
      Node op = ops.get(i);
      String name = base + "/" + out.size();
      String c = operand(subject, out, name, i);
      switch (op.op()) {
        case "Mul" -> {
          scale = scale == null ? c : combine(out, name + "/scale", "Mul", scale, c);
          shift = shift == null ? null : combine(out, name + "/shift", "Mul", shift, c);
        }
        case "RealDiv", "Div" -> {
          scale = combine(out, name + "/scale", "RealDiv", orOne(out, name, scale), c);
          shift = shift == null ? null : combine(out, name + "/shift", "RealDiv", shift, c);
        }
        case "Sub" ->
            shift =
                shift == null
                    ? negated(out, name + "/shift", c)
                    : combine(out, name + "/shift", "Sub", shift, c);
        default -> shift = shift == null ? c : combine(out, name + "/shift", "AddV2", shift, c);
      }
    }
    return new Factors(scale, shift);
  }

  private static String orOne(List<NodeDef> out, String name, @Nullable String scale) {
    if (scale != null) {
      return scale;
    }
    out.add(NodeBuilder.scalar(name + "/one", 1));
    return name + "/one";
  }

  private static String negated(List<NodeDef> out, String name, String a) {
    out.add(NodeBuilder.op("Neg", name, DataType.DT_FLOAT, a));
    return name;
  }

  private static String combine(List<NodeDef> out, String name, String op, String a, String b) {
    out.add(NodeBuilder.op(op, name, DataType.DT_FLOAT, a, b));
    return name;
  }

  /** A static operand as a vector of one value a channel. */
  private String spread(Pass.Subject subject, List<NodeDef> out, String name, String tensor) {
    long[] sizes = subject.facts().sizes(tensor);
    long count = 1;
    for (int i = 0; sizes != null && i < sizes.length; i++) {
      count *= sizes[i];
    }
    if (sizes != null && sizes.length == 1 && count == channels) {
      return tensor;
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
}
