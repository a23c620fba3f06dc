package io.github.gradlens.site;

import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.TensorFacts;
import io.github.gradlens.op.OpCatalogue;
import io.github.gradlens.op.OpKind;
import io.github.gradlens.op.OpRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The sites of a network, each behind what it reads. */
public final class Sites {
  private final List<Site> all;

  private Sites(List<Site> all) {
    this.all = all;
  }

  public List<Site> all() {
    return all;
  }

  /**
   * Groups the moving ops of a network.
   *
   * @param kept tensors that stay visible: no site may hide them inside itself
   */
  public static Sites of(Network network, TensorFacts facts, Set<String> kept) {
    Grouping grouping = new Grouping(network, facts, kept);
    List<Node> nodes = network.dynamicNodes();
    List<Node> backwards = new ArrayList<>(nodes);
    Collections.reverse(backwards);
    // the smallest: a sum of x and its normalisation is none
    group(grouping, nodes, NormalisationSites::around);
    // the largest: a product inside an activation, as in x·x·x, goes with it
    group(grouping, backwards, ActivationSites::endingWith);
    group(grouping, backwards, HardSigmoids::endingWith);
    for (Node node : nodes) {
      if (grouping.isFree(node) && grouping.kind(node).isWeighted()) {
        grouping.take(LinearSites.around(grouping, node));
      }
    }
    Set<String> nonNegative = NonNegative.tensors(network);
    List<Site> sites = new ArrayList<>();
    for (Node node : nodes) {
      Group group = grouping.groupOf(node);
      if (group == null) {
        group = new Group(List.of(node), node, null, grouping.kind(node));
      }
      // where the last member stands: before it, what an inner member reads may not be there yet
      if (group.last().equals(node)) {
        sites.add(site(grouping, group, nonNegative));
      }
    }
    return new Sites(List.copyOf(sites));
  }

  /** One op of a site as a site of its own, for rules that take a site apart. */
  public static Site member(Site site, Node node) {
    Set<String> flowing = new HashSet<>(site.inputs());
    for (Node member : site.members()) {
      for (int i = 0; i < member.outputCount(); i++) {
        flowing.add(member.output(i));
      }
    }
    OpRow row = OpCatalogue.find(node.op());
    List<String> inputs = Kinds.signals(node, flowing::contains);
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < node.outputCount(); i++) {
      outputs.add(node.output(i));
    }
    OpKind kind = Kinds.of(node, flowing::contains);
    boolean zero = row != null && row.zeroAtZero();
    boolean positive = site.nonNegativeInput() && site.inputs().containsAll(inputs);
    return new Site(List.of(node), node, null, kind, inputs, outputs, positive, null, zero);
  }

  private static void group(
      Grouping grouping, List<Node> nodes, BiFunction<Grouping, Node, @Nullable Group> find) {
    for (Node node : nodes) {
      Group group = grouping.isFree(node) ? find.apply(grouping, node) : null;
      if (group != null) {
        grouping.take(group);
      }
    }
  }

  private static Site site(Grouping grouping, Group group, Set<String> nonNegative) {
    Set<String> own = new HashSet<>();
    Set<String> inputs = new LinkedHashSet<>();
    for (Node node : group.members()) {
      for (String input : grouping.signals(node)) {
        if (!own.contains(Node.nodeName(input))) {
          inputs.add(input);
        }
      }
      own.add(node.name());
    }
    Node last = group.last();
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < last.outputCount(); i++) {
      outputs.add(last.output(i));
    }
    boolean bilinear = group.kind() == OpKind.BILINEAR;
    boolean activation = group.kind() == OpKind.ACTIVATION;
    return new Site(
        group.members(),
        group.head(),
        group.bias(),
        group.kind(),
        List.copyOf(inputs),
        outputs,
        nonNegative.containsAll(inputs),
        bilinear ? Gates.of(grouping, last) : null,
        activation && AtZero.of(grouping, group.members()) == 0);
  }
}
