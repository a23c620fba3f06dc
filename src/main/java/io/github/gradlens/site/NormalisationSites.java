package io.github.gradlens.site;

import io.github.gradlens.graph.Constants;
import io.github.gradlens.graph.Node;
import io.github.gradlens.op.OpKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Layer normalisation (Ba, Kiros, Hinton 2016) and its kin, y = γ·(x − μ)/√(σ² + ε) + β, that a
 * model spells out: a function of one tensor, made of means over axes of the example, a root and
 * arithmetic. RMS normalisation is one without μ.
 */
final class NormalisationSites {
  private static final Set<String> ARITHMETIC =
      Set.of(
          "Mul",
          "RealDiv",
          "Div",
          "Add",
          "AddV2",
          "Sub",
          "Neg",
          "Square",
          "SquaredDifference",
          "Maximum",
          "StopGradient");
  private static final Set<String> ROOTS = Set.of("Rsqrt", "Sqrt");

  private NormalisationSites() {}

  /** The normalisation whose x̂ (or whole y) this op makes, with γ and β behind it; or null. */
  static @Nullable Group around(Grouping grouping, Node core) {
    boolean reshape = core.op().equals("Reshape");
    List<Node> found =
        reshape ? FusedNormalisation.endingWith(grouping, core) : spelt(grouping, core);
    if (found == null) {
      return null;
    }
    List<Node> members = new ArrayList<>(found);
    boolean whole = !reshape && found.stream().anyMatch(node -> hasVector(grouping, node));
    if (!whole) {
      follow(grouping, members, "Mul");
      follow(grouping, members, "Add", "AddV2");
    }
    Node last = members.get(members.size() - 1);
    return new Group(members, last, null, OpKind.NORMALISATION);
  }

  /** Adds the one reader of the last member where it is this op with something static. */
  private static void follow(Grouping grouping, List<Node> members, String... ops) {
    String tensor = members.get(members.size() - 1).output(0);
    Node next = grouping.onlyReader(tensor);
    if (next != null
        && List.of(ops).contains(next.op())
        && grouping.isFree(next)
        && grouping.moving(next).size() == 1
        && grouping.sameShape(tensor, next.output(0))) {
      members.add(next);
    }
  }

  private static @Nullable List<Node> spelt(Grouping grouping, Node core) {
    if (!ARITHMETIC.contains(core.op()) || grouping.signals(core).size() < 2) {
      return null;
    }
    Region region = Region.endingWith(grouping, core, node -> isPart(grouping, node));
    if (region == null) {
      return null;
    }
    region = centred(grouping, region);
    List<Node> members = region.members();
    boolean means = members.stream().anyMatch(node -> node.op().equals("Mean"));
    boolean rooted = members.stream().anyMatch(node -> ROOTS.contains(node.op()));
    boolean whole = grouping.sameShape(region.input(), core.output(0));
    return means && rooted && whole ? members : null;
  }

  private static boolean isPart(Grouping grouping, Node node) {
    return ARITHMETIC.contains(node.op())
        || ROOTS.contains(node.op())
        || isMeanOfExample(grouping, node);
  }

  /** Whether it has γ or β in it. */
  private static boolean hasVector(Grouping grouping, Node node) {
    return !node.op().equals("Mean")
        && node.inputs().stream()
            .anyMatch(input -> !grouping.moves(input) && !grouping.hasOneElement(input));
  }

  /** A mean over known axes that leaves the first, and keeps the rank. */
  private static boolean isMeanOfExample(Grouping grouping, Node node) {
    if (!node.op().equals("Mean") || !node.flag("keep_dims")) {
      return false;
    }
    long[] axes = Constants.integers(grouping.network(), node.inputs().get(1));
    long[] sizes = grouping.sizes(node.inputs().get(0));
    return axes != null
        && sizes != null
        && Arrays.stream(axes).noneMatch(axis -> axis == 0 || axis == -sizes.length);
  }

  /** Takes x − μ along where the region reads that instead of x. */
  private static Region centred(Grouping grouping, Region region) {
    Node sub = grouping.network().producer(region.input());
    if (!sub.op().equals("Sub")
        || grouping.signals(sub).size() != 2
        || !isInner(grouping, sub, region.members())) {
      return region;
    }
    Node mean = grouping.network().producer(sub.inputs().get(1));
    String x = sub.inputs().get(0);
    if (!isMeanOfExample(grouping, mean)
        || !mean.inputs().get(0).equals(x)
        || !isInner(grouping, mean, List.of(sub))) {
      return region;
    }
    List<Node> members = new ArrayList<>(List.of(mean, sub));
    members.addAll(region.members());
    return new Region(x, members);
  }

  private static boolean isInner(Grouping grouping, Node node, List<Node> readers) {
    String tensor = node.output(0);
    return grouping.isFree(node)
        && !grouping.isVisible(tensor)
        && readers.containsAll(grouping.network().readers(tensor));
  }
}
