package io.github.gradlens.rewrite;

import io.github.gradlens.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * A chain of scales and shifts a channel that stands in no layer's weights becomes one scale and
 * one shift, so that a rule sees batch norm as one linear site z = x·m + t however it is spelt: ((x
 * − μ)·s + β) is x·s + (β − μ·s). New factors are ops on the old ones.
 *
 * <p>Scalars alone stay as they are: they belong to an activation that is spelt out, such as the
 * 0.5·(1 + erf(x)) of a GELU. The bias of a dense or convolution layer stays that layer's. It
 * applies where every tensor between is read by one node alone and asked for by nobody.
 */
public final class MergeAffine implements Pass {
  @Override
  public String name() {
    return "merge-affine";
  }

  @Override
  public Rewritten apply(Subject subject) {
    Map<String, List<NodeDef>> replaced = new HashMap<>();
    Set<String> taken = new HashSet<>();
    for (Node node : subject.network().dynamicNodes()) {
      AffineChain chain = taken.contains(node.name()) ? null : chain(subject, node);
      if (chain != null) {
        replaced.put(chain.last().name(), merged(subject, chain));
        chain.ops().forEach(op -> taken.add(op.name()));
      }
    }
    List<NodeDef> nodes = new ArrayList<>();
    for (Node node : subject.network().order()) {
      List<NodeDef> others = replaced.get(node.name());
      if (others != null) {
        nodes.addAll(others);
      } else if (!taken.contains(node.name())) {
        nodes.add(node.def());
      }
    }
    return new Rewritten(
        subject.graph().toBuilder().clearNode().addAllNode(nodes).build(), List.of());
  }

  private static @Nullable AffineChain chain(Subject subject, Node node) {
    AffineChain chain = AffineChain.startingAt(subject, node);
    if (chain.ops().isEmpty() || !chain.scales() || chain.isPlain() || chain.isScalar(subject)) {
      return null;
    }
    boolean bias = chain.startsWithBias() && LinearOps.makes(subject, chain.start());
    return bias ? null : chain;
  }

  private static List<NodeDef> merged(Subject subject, AffineChain chain) {
    List<NodeDef> out = new ArrayList<>();
    String base = chain.ops().get(0).name() + "/merged";
    String name = chain.last().name();
    AffineChain.Factors factors = chain.factors(subject, out, base);
    String scale = java.util.Objects.requireNonNull(factors.scale());
    String shift = factors.shift();
    String scaled = shift == null ? name : base + "/scaled";
    out.add(NodeBuilder.op("Mul", scaled, DataType.DT_FLOAT, chain.start(), scale));
    if (shift != null) {
      out.add(NodeBuilder.op("AddV2", name, DataType.DT_FLOAT, scaled, shift));
    }
    return out;
  }
}
