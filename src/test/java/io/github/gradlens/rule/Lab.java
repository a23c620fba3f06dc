package io.github.gradlens.rule;

import io.github.gradlens.backward.BackwardPass;
import io.github.gradlens.backward.Path;
import io.github.gradlens.backward.Preflight;
import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.TensorFacts;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Site;
import io.github.gradlens.site.Sites;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.GraphDef;

/**
 * A network at given inputs, through which passes are run as every explanation runs them: sites,
 * path, preflight, backward pass.
 */
final class Lab implements AutoCloseable {
  private final Graph graph = new Graph();
  private final Session session = new Session(graph);
  private final Emitter tf = new Emitter(Ops.create(graph));
  private final Map<String, Operand<?>> constants = new HashMap<>();
  private final Map<String, Operand<?>> given = new LinkedHashMap<>();
  private final Map<Operand<?>, Numbers> fed = new LinkedHashMap<>();
  private final Network network;
  private final TensorFacts facts;
  private final Sites sites;
  private final String score;
  private final Trace trace;

  /**
   * A network at its inputs.
   *
   * @param inputs their values, by the names of their nodes
   * @param score the node whose output is explained
   */
  Lab(GraphDef def, Map<String, Numbers> inputs, String score) {
    this.score = score + ":0";
    List<String> names = inputs.keySet().stream().map(name -> name + ":0").toList();
    network = Network.of(def, names);
    facts = TensorFacts.infer(network, GraphDef.getDefaultInstance());
    sites = Sites.of(network, facts, Set.of());
    inputs.forEach((name, value) -> given.put(name + ":0", placeholder(name + ":0", value)));
    trace = network.at(tf, this::constant, given, List.of(this.score));
  }

  private Operand<?> placeholder(String tensor, Numbers value) {
    TensorFacts.Fact fact = facts.of(tensor);
    Operand<?> made =
        tf.op("Placeholder").attr("dtype", fact.type()).attr("shape", fact.shape()).one();
    fed.put(made, value);
    return made;
  }

  private Operand<?> constant(String tensor) {
    Operand<?> made = constants.get(tensor);
    if (made == null) {
      List<Operand<?>> inputs =
          network.producer(tensor).inputs().stream().<Operand<?>>map(this::constant).toList();
      made = tf.replay(network.producer(tensor), inputs, List.of()).output(0);
      constants.put(tensor, made);
    }
    return made;
  }

  /** The site that holds a node. */
  Site site(String node) {
    return sites.all().stream()
        .filter(site -> site.members().stream().anyMatch(m -> m.name().equals(node)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(node + " in " + network.order()));
  }

  Network network() {
    return network;
  }

  Sites sites() {
    return sites;
  }

  /** The value of a node's first output. */
  Numbers value(String node) {
    return value(trace, node);
  }

  Numbers score() {
    return value(trace, score.replace(":0", ""));
  }

  /** The network at other inputs, of as many examples or of one. */
  Trace at(Map<String, Numbers> inputs) {
    Map<String, Operand<?>> values = new HashMap<>();
    inputs.forEach((name, value) -> values.put(name + ":0", placed(name + ":0", value)));
    return network.at(tf, this::constant, values, List.of(score));
  }

  private Operand<?> placed(String tensor, Numbers value) {
    if (value.examples() > 1) {
      return placeholder(tensor, value);
    }
    Operand<?> wide = placeholderOfOne(tensor, value);
    fed.put(wide, value);
    return wide;
  }

  private Operand<?> placeholderOfOne(String tensor, Numbers value) {
    return tf.op("Placeholder")
        .attr("dtype", facts.of(tensor).type())
        .attr("shape", org.tensorflow.ndarray.Shape.of(value.shape()))
        .one();
  }

  /** The value of a node's first output in another evaluation. */
  Numbers value(Trace other, String node) {
    Operand<?> tensor = other.of(node + ":0");
    Numbers known = fed.get(tensor);
    return known == null ? fetch(List.of(tensor)).get(0) : known;
  }

  /** The path from inputs to score. */
  Path path() {
    return Path.between(network, sites, given.keySet(), score);
  }

  /**
   * A backward pass.
   *
   * @param seed what it starts with at the score tensor
   */
  Passed pass(RuleBook book, Numbers seed) {
    return passes(List.of(book), seed).get(0);
  }

  /** Several passes in one session run. */
  List<Passed> passes(List<? extends RuleBook> books, Numbers seed) {
    Operand<?> start = placeholder(score, seed);
    List<String> explained = List.copyOf(given.keySet());
    List<Operand<?>> wanted = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    for (RuleBook book : books) {
      var plan = Preflight.plan(book, path(), "serving_default", facts::text);
      Emitter scope = tf.scoped(book.name());
      var result = BackwardPass.run(scope, plan, trace, explained, score, start);
      for (String tensor : explained) {
        Signal signal = result.arrived().getOrDefault(tensor, Signal.NONE);
        Operand<?> x = trace.of(tensor);
        wanted.add(signal.isNone() ? tf.zerosLike(x) : tf.apply("Identity", signal.require()));
      }
      wanted.addAll(result.absorbed());
      ends.add(wanted.size());
    }
    List<Numbers> values = fetch(wanted);
    List<Passed> passed = new ArrayList<>();
    int from = 0;
    for (int end : ends) {
      passed.add(passed(explained, values.subList(from, end), seed.examples()));
      from = end;
    }
    return passed;
  }

  private static Passed passed(List<String> explained, List<Numbers> values, int examples) {
    Map<String, Numbers> relevance = new LinkedHashMap<>();
    for (int i = 0; i < explained.size(); i++) {
      relevance.put(explained.get(i).replace(":0", ""), values.get(i));
    }
    double[] absorbed = new double[examples];
    for (Numbers one : values.subList(explained.size(), values.size())) {
      Arrays.setAll(absorbed, e -> absorbed[e] + one.at(e, 0));
    }
    return new Passed(relevance, Numbers.of(new long[] {examples}, absorbed));
  }

  /**
   * What a pass brought.
   *
   * @param relevance what arrived at each input
   * @param absorbed what biases kept, one figure an example
   */
  record Passed(Map<String, Numbers> relevance, Numbers absorbed) {
    Numbers at(String input) {
      Numbers found = relevance.get(input);
      if (found == null) {
        throw new IllegalArgumentException("no input " + input);
      }
      return found;
    }

    Numbers x() {
      return at("x");
    }
  }

  private List<Numbers> fetch(List<Operand<?>> wanted) {
    Session.Runner runner = session.runner();
    List<Tensor> open = new ArrayList<>();
    try {
      fed.forEach(
          (operand, numbers) -> {
            Tensor tensor = numbers.tensor(Emitter.type(operand));
            open.add(tensor);
            runner.feed(operand.asOutput(), tensor);
          });
      wanted.forEach(operand -> runner.fetch(operand.asOutput()));
      try (Result result = runner.run()) {
        List<Numbers> out = new ArrayList<>();
        result.forEach(entry -> out.add(Numbers.of(entry.getValue())));
        return out;
      }
    } finally {
      open.forEach(Tensor::close);
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
