package io.github.gradlens.gradient;

import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.FoldedShift;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.op.OpCatalogue;
import io.github.gradlens.op.OpKind;
import io.github.gradlens.op.OpRow;
import io.github.gradlens.site.Site;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * A linear site as a function of two arguments, z = L(x, W) + b, and the transpose of L in x. L is
 * the site's own ops with another input and another weight, so that dense, convolution of any
 * dimension, depthwise, grouped, dilated and transposed convolution and a batch norm of its own are
 * one thing to a rule.
 */
public final class LinearMap {
  private final Site site;
  private final Trace trace;
  private final List<Node> members;
  private final Operand<?> weight;
  private final @Nullable Operand<?> bias;

  private LinearMap(
      Site site, Trace trace, List<Node> members, Operand<?> weight, @Nullable Operand<?> bias) {
    this.site = site;
    this.trace = trace;
    this.members = members;
    this.weight = weight;
    this.bias = bias;
  }

  /** Whether a site is one: linear in one signal, with a weight that can be replaced. */
  public static boolean fits(Site site) {
    // Xdivy is linear in its numerator, with a weight that is no product.
    boolean product = !site.head().op().equals("Xdivy");
    boolean linear = product && (site.kind().isWeighted() || site.kind() == OpKind.BIAS);
    return linear && site.inputs().size() == 1 && SiteVjp.lackOf(site) == null;
  }

  /** The site in an evaluation. */
  public static LinearMap of(Emitter tf, Site site, Trace trace) {
    if (site.kind() == OpKind.BIAS) {
      return shift(tf, site, trace);
    }
    Node last = site.bias();
    Operand<?> bias = last == null ? null : addend(tf, site, last, trace);
    List<Node> members =
        last == null ? site.members() : site.members().subList(0, site.members().size() - 1);
    Operand<?> weight = trace.of(site.head().inputs().get(weightIndex(site, site.head())));
    if (site.kind() == OpKind.DIAGONAL) {
      weight = coefficient(tf, site.head(), weight);
    }
    return new LinearMap(site, trace, members, weight, bias);
  }

  /** A site that only adds: z = ±x + b. */
  private static LinearMap shift(Emitter tf, Site site, Trace trace) {
    Node node = site.head();
    boolean negated = node.op().equals("Sub") && dataIndex(site, node) == 1;
    Operand<?> one = tf.scalar(negated ? -1 : 1, trace.of(site.input()));
    return new LinearMap(site, trace, List.of(node), one, addend(tf, site, node, trace));
  }

  /** What a member adds to its data. */
  private static Operand<?> addend(Emitter tf, Site site, Node node, Trace trace) {
    int data = dataIndex(site, node);
    List<Operand<?>> fixed = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      if (i != data) {
        fixed.add(trace.of(node.inputs().get(i)));
      }
    }
    boolean subtracts = node.op().equals("Sub") && data == 0;
    Operand<?> sum = fixed.size() == 1 ? fixed.get(0) : tf.addAll(fixed);
    boolean channelsFirst = node.text("data_format", "NHWC").startsWith("NC");
    if (channelsFirst && Emitter.rank(sum) == 1) {
      int[] shape = new int[Emitter.rank(trace.of(node.output(0))) - 1];
      java.util.Arrays.fill(shape, 1);
      shape[0] = -1;
      sum = tf.reshape(sum, tf.ints(shape));
    }
    return subtracts ? tf.neg(sum) : sum;
  }

  private static Operand<?> coefficient(Emitter tf, Node head, Operand<?> weight) {
    return switch (head.op()) {
      case "Mul", "MulNoNan" -> weight;
      case "RealDiv", "Div" -> tf.apply("Reciprocal", weight);
      case "DivNoNan" -> tf.apply("DivNoNan", tf.scalar(1, weight), weight);
      case "Neg" -> tf.scalar(-1, weight);
      default -> throw new IllegalStateException(head.op() + " is not diagonal");
    };
  }

  /** The input that carries a signal where it moves, and is not the data: the weight. */
  private static int weightIndex(Site site, Node head) {
    OpRow row = OpCatalogue.find(head.op());
    int data = dataIndex(site, head);
    for (int i = 0; i < head.inputs().size(); i++) {
      boolean carries = row != null && row.signals().carries(i, head.inputs().size());
      if (carries && i != data) {
        return i;
      }
    }
    return data;
  }

  /** Where a member reads the site's input or what another member made of it. */
  private static int dataIndex(Site site, Node node) {
    for (int i = 0; i < node.inputs().size(); i++) {
      String input = node.inputs().get(i);
      boolean made =
          site.members().stream().anyMatch(member -> member.name().equals(Node.nodeName(input)));
      if (made || input.equals(site.input())) {
        return i;
      }
    }
    throw new IllegalStateException(node.name() + " does not read the data of " + site.name());
  }

  /** The data x. */
  public Operand<?> x() {
    return trace.of(site.input());
  }

  /** The weight W; of a quotient its reciprocal, of a sum ±1. */
  public Operand<?> weight() {
    return weight;
  }

  /** The bias b, of a shape that broadcasts to z, or null where there is none. */
  public @Nullable Operand<?> bias() {
    return bias;
  }

  /** Of the bias, the shift of a batch norm that was folded into it, or null. */
  public @Nullable Operand<?> foldedShift() {
    Node adds = site.bias();
    String shift = adds == null ? null : FoldedShift.of(adds);
    return shift == null ? null : trace.of(shift);
  }

  /** z with its bias. */
  public Operand<?> output() {
    return trace.of(site.outputs().get(0));
  }

  /** L(x, W), as the forward pass has it. */
  public Operand<?> withoutBias(Emitter tf) {
    if (site.kind() == OpKind.BIAS) {
      return tf.mul(x(), weight);
    }
    return trace.of(members.get(members.size() - 1).output(0));
  }

  /** z' + b' for a bias of the shape of b; as the op that TensorFlow fuses with a convolution. */
  public Operand<?> plus(Emitter tf, Operand<?> z, Operand<?> b) {
    boolean perChannel =
        Emitter.rank(b) == 1
            && Emitter.rank(z) >= 2
            && Emitter.dimension(b, 0) == Emitter.dimension(z, -1);
    return perChannel ? tf.apply("BiasAdd", z, b) : tf.add(z, b);
  }

  /** L(x', W'). */
  public Operand<?> apply(Emitter tf, Operand<?> x, Operand<?> w) {
    if (isElementWise()) {
      return tf.mul(x, w);
    }
    Operand<?> value = x;
    for (Node node : members) {
      value = tf.replay(node, inputs(node, value, w), List.of()).output(0);
    }
    return value;
  }

  /** The transpose of x ↦ L(x, W') applied to s, of the shape of x. */
  public Operand<?> transpose(Emitter tf, Operand<?> w, Operand<?> s) {
    if (isElementWise()) {
      return Broadcast.undo(tf, tf.mul(s, w), x());
    }
    Operand<?> signal = s;
    for (int m = members.size() - 1; m >= 0; m--) {
      Node node = members.get(m);
      VjpRow row = Vjps.find(node.op());
      if (row == null) {
        throw new IllegalStateException(node.op() + " has no VJP");
      }
      int data = dataIndex(node);
      List<Operand<?>> inputs = inputs(node, trace.of(node.inputs().get(data)), w);
      boolean[] wanted = new boolean[inputs.size()];
      wanted[data] = true;
      List<Operand<?>> outputs = List.of(trace.of(node.output(0)));
      VjpCall call =
          new VjpCall(tf, trace.network(), node, inputs, outputs, List.of(signal), wanted);
      Operand<?> passed = row.vjp().apply(call)[data];
      if (passed == null) {
        throw new IllegalStateException(node.name() + " passes no signal to its data");
      }
      signal = passed;
    }
    return signal;
  }

  /**
   * Whether L of one example can be taken in place of all where x' is the same for all: nothing but
   * the data moves, and the data's first axis is the result's.
   */
  public boolean repeatsExamples() {
    if (isElementWise()) {
      return true;
    }
    for (Node node : members) {
      for (int i = 0; i < node.inputs().size(); i++) {
        if (i != dataIndex(node) && !trace.network().isStatic(node.inputs().get(i))) {
          return false;
        }
      }
      boolean plain = node.op().startsWith("Conv") || node.op().startsWith("Depthwise");
      boolean rows = node.op().equals("MatMul") && dataIndex(node) == 0;
      boolean padding = node.op().equals("Pad") || node.op().equals("PadV2");
      if (!(plain && dataIndex(node) == 0) && !(rows && !node.flag("transpose_a")) && !padding) {
        return false;
      }
    }
    return true;
  }

  /** A tensor like z with its examples first: of W·x, which has them last, the transpose. */
  public Operand<?> examplesFirst(Emitter tf, Operand<?> tensor) {
    boolean last =
        site.kind() == OpKind.DENSE
            && members.get(members.size() - 1).equals(site.head())
            && site.head().op().contains("MatMul")
            && dataIndex(site.head()) == 1
            && Emitter.rank(output()) == 2;
    return last && Emitter.rank(tensor) == 2 ? tf.transpose(tensor, tf.ints(1, 0)) : tensor;
  }

  private boolean isElementWise() {
    return site.kind() == OpKind.DIAGONAL || site.kind() == OpKind.BIAS;
  }

  private int dataIndex(Node node) {
    return dataIndex(site, node);
  }

  private List<Operand<?>> inputs(Node node, Operand<?> data, Operand<?> w) {
    List<Operand<?>> inputs = new ArrayList<>();
    int index = dataIndex(node);
    int weighted = node.equals(site.head()) ? weightIndex(site, node) : -1;
    for (int i = 0; i < node.inputs().size(); i++) {
      inputs.add(i == index ? data : i == weighted ? w : trace.of(node.inputs().get(i)));
    }
    return inputs;
  }
}
