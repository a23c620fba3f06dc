package io.github.gradlens.gradient;

import io.github.gradlens.backward.Flow;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.error.PreflightException;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.op.OpCatalogue;
import io.github.gradlens.op.OpKind;
import io.github.gradlens.op.OpRow;
import io.github.gradlens.site.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/** The vector-Jacobian product of a site, by those of its members. */
public final class SiteVjp {
  private SiteVjp() {}

  /** Why a site has none, in a few words, or null where it has. */
  public static @Nullable String lackOf(Site site) {
    for (Node node : site.members()) {
      String lack = lack(node);
      if (lack != null) {
        return lack;
      }
    }
    return null;
  }

  private static @Nullable String lack(Node node) {
    OpRow row = OpCatalogue.find(node.op());
    if (row == null) {
      return "an op that GradLens does not know";
    }
    if (row.kind() == OpKind.CONTROL_FLOW) {
      return "control flow has no backward pass yet";
    }
    if (row.kind() == OpKind.NO_SIGNAL) {
      return null;
    }
    VjpRow vjp = Vjps.find(node.op());
    return vjp == null ? "no derivative" : vjp.limit().apply(node);
  }

  /** The members' VJPs from the last to the first. */
  public static Flow apply(Emitter tf, Site site, Trace trace, List<Signal> upstream) {
    return holding(tf, site, trace, upstream, node -> false);
  }

  /** The same where some members count as constants and pass nothing. */
  public static Flow holding(
      Emitter tf, Site site, Trace trace, List<Signal> upstream, Predicate<Node> constant) {
    Map<String, @Nullable Operand<?>> signals = new HashMap<>();
    for (int i = 0; i < upstream.size(); i++) {
      signals.put(site.outputs().get(i), upstream.get(i).value());
    }
    for (int m = site.members().size() - 1; m >= 0; m--) {
      Node node = site.members().get(m);
      if (!constant.test(node)) {
        passOne(tf, node, trace, signals);
      }
    }
    List<Signal> out = new ArrayList<>();
    for (String input : site.inputs()) {
      out.add(new Signal(signals.get(input)));
    }
    return Flow.of(out);
  }

  private static void passOne(
      Emitter tf, Node node, Trace trace, Map<String, @Nullable Operand<?>> signals) {
    OpRow row = OpCatalogue.find(node.op());
    VjpRow vjp = Vjps.find(node.op());
    List<Operand<?>> outputs = new ArrayList<>();
    List<@Nullable Operand<?>> upstream = new ArrayList<>();
    boolean any = false;
    for (int i = 0; i < node.outputCount(); i++) {
      outputs.add(trace.of(node.output(i)));
      Operand<?> signal = signals.get(node.output(i));
      upstream.add(signal);
      any |= signal != null;
    }
    if (vjp == null || row == null || !any) {
      return;
    }
    List<Operand<?>> inputs = new ArrayList<>();
    boolean[] wanted = new boolean[node.inputs().size()];
    for (int i = 0; i < wanted.length; i++) {
      String input = node.inputs().get(i);
      inputs.add(trace.of(input));
      wanted[i] = row.signals().carries(i, wanted.length) && !trace.network().isStatic(input);
    }
    @Nullable Operand<?>[] down =
        vjp.vjp().apply(new VjpCall(tf, trace.network(), node, inputs, outputs, upstream, wanted));
    for (int i = 0; i < wanted.length; i++) {
      Operand<?> dx = down[i];
      if (wanted[i] && dx != null) {
        signals.merge(node.inputs().get(i), dx, tf::add);
      } else if (wanted[i] && Emitter.isReal(inputs.get(i))) {
        throw new PreflightException(
            node.name()
                + " ("
                + node.op()
                + ") has no derivative towards its input "
                + node.inputs().get(i)
                + ", which moves; explain a later tensor with --at");
      }
    }
  }
}
