package io.github.gradlens.method;

import io.github.gradlens.backward.BackwardPass;
import io.github.gradlens.backward.Path;
import io.github.gradlens.backward.Plan;
import io.github.gradlens.backward.Preflight;
import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Captures;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.graph.Weights;
import io.github.gradlens.site.Site;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * Where a method works: a graph that is being built, the values of the inputs in it, the score's
 * weights, and how many evaluations may be held at once. The body of a loop is a setting of its
 * own.
 */
public final class Setting {
  private final Emitter tf;
  private final Problem problem;
  private final Weights weights;
  private final Map<String, Operand<?>> given;
  private final Operand<?> w;
  private final Operand<?> inner;
  private final Operand<?> examples;
  private final boolean layerMoved;
  private @Nullable Trace trace;

  /**
   * A setting.
   *
   * @param given the inputs and the explained tensors
   * @param w the score's weights, of the score tensor's shape
   * @param inner int32 scalar: how many examples one evaluation may hold
   * @param examples int32 [B]: each example's place among all of the call
   */
  public Setting(
      Emitter tf,
      Problem problem,
      Weights weights,
      Map<String, Operand<?>> given,
      Operand<?> w,
      Operand<?> inner,
      Operand<?> examples) {
    this(tf, problem, weights, given, w, inner, examples, false);
  }

  private Setting(
      Emitter tf,
      Problem problem,
      Weights weights,
      Map<String, Operand<?>> given,
      Operand<?> w,
      Operand<?> inner,
      Operand<?> examples,
      boolean layerMoved) {
    this.tf = tf;
    this.problem = problem;
    this.weights = weights;
    this.given = Map.copyOf(given);
    this.w = w;
    this.inner = inner;
    this.examples = examples;
    this.layerMoved = layerMoved;
  }

  /** The same, where one evaluation may hold another number of examples. */
  public Setting holding(Operand<?> evaluations) {
    Setting same = new Setting(tf, problem, weights, given, w, evaluations, examples, layerMoved);
    same.trace = trace();
    return same;
  }

  Emitter tf() {
    return tf;
  }

  Problem problem() {
    return problem;
  }

  List<String> explained() {
    return problem.explained();
  }

  /** The value of an explained tensor, or of an input. */
  Operand<?> x(String tensor) {
    Operand<?> value = given.get(tensor);
    return value == null ? trace().of(tensor) : value;
  }

  /** The values of all explained tensors. */
  Map<String, Operand<?>> values() {
    Map<String, Operand<?>> values = new LinkedHashMap<>();
    explained().forEach(tensor -> values.put(tensor, x(tensor)));
    return values;
  }

  /** The network's inputs, explained or not. */
  List<String> movingInputs() {
    return problem.network().inputs();
  }

  Operand<?> inner() {
    return inner;
  }

  Operand<?> examples() {
    return examples;
  }

  /** The number of examples, an int32 scalar. */
  Operand<?> batchSize() {
    return Batch.size(tf, x(explained().get(0)));
  }

  /** The evaluation at the given values, emitted once. */
  Trace trace() {
    if (trace == null) {
      List<String> wanted = new ArrayList<>(explained());
      wanted.add(problem.score().tensor());
      trace = problem.network().at(tf, weights, given, wanted);
    }
    return trace;
  }

  /** f at the given values, one figure an example. */
  public Operand<?> score() {
    return problem.score().value(tf, trace(), w);
  }

  /** What a rule book brings to the explained tensors; where nothing flows, zeros. */
  Map<String, Operand<?>> backward(RuleBook book) {
    return pass(book).signals();
  }

  /** ∂f at an inner tensor: a backward pass from the score that ends there. */
  Operand<?> backwardTo(String tensor, RuleBook book) {
    List<String> ends = List.of(tensor);
    Path path = Path.between(problem.network(), problem.sites(), ends, problem.score().tensor());
    return java.util.Objects.requireNonNull(pass(book, path, ends).signals().get(tensor));
  }

  /** One backward pass with all that it tells. */
  Passed pass(RuleBook book) {
    return pass(book, problem.path(), explained());
  }

  private Passed pass(RuleBook book, Path path, List<String> ends) {
    Plan plan = Preflight.plan(book, path, problem.signature(), problem.facts()::text);
    Trace here = trace();
    String score = problem.score().tensor();
    Operand<?> start = problem.score().start(tf, here, w, book);
    BackwardPass.Result result =
        BackwardPass.run(tf.scoped(book.name()), plan, here, ends, score, start);
    Map<String, Operand<?>> signals = new LinkedHashMap<>();
    for (String tensor : ends) {
      var signal = result.arrived().get(tensor);
      signals.put(
          tensor,
          signal == null || signal.isNone() ? tf.zerosLike(here.of(tensor)) : signal.require());
    }
    return new Passed(signals, start, result.absorbed(), result.folded(), result.passed());
  }

  /**
   * A backward pass.
   *
   * @param signals what arrived at each explained tensor, of its shape
   * @param start what the pass started with at the score tensor
   * @param absorbed what single sites kept, one figure an example each
   * @param folded of that, what folded batch norms kept
   * @param sites the sites through which a signal flowed
   */
  record Passed(
      Map<String, Operand<?>> signals,
      Operand<?> start,
      List<Operand<?>> absorbed,
      List<Operand<?>> folded,
      List<Site> sites) {
    Passed {
      absorbed = List.copyOf(absorbed);
      folded = List.copyOf(folded);
      sites = List.copyOf(sites);
    }
  }

  /** The same problem at other values of the explained tensors, in the same graph. */
  Setting at(Map<String, Operand<?>> points) {
    Map<String, Operand<?>> moved = new LinkedHashMap<>(given);
    moved.putAll(points);
    boolean layers = layerMoved || !movingInputs().containsAll(points.keySet());
    return new Setting(tf, problem, weights, moved, w, inner, examples, layers);
  }

  /**
   * The same problem with the inputs alone given, so that an explained layer follows from them.
   *
   * @throws UsageException where the layer was moved by itself, which would be lost
   */
  Setting fromInputs(String method) {
    if (layerMoved) {
      throw new UsageException(
          method
              + " takes the path of the inputs, so it is no base for a method that moves "
              + String.join(", ", explained())
              + " itself; leave out --at, or take another base");
    }
    Map<String, Operand<?>> inputs = new LinkedHashMap<>(given);
    inputs.keySet().retainAll(movingInputs());
    return new Setting(tf, problem, weights, inputs, w, inner, examples);
  }

  /** A tensor's value here, by an evaluation of what leads to it alone. */
  Operand<?> only(String tensor) {
    return evaluate(given, tensor);
  }

  /** The same setting inside a loop's body, every example taken {@code times}. */
  Setting inside(Emitter body, Captures captures, Operand<?> times) {
    Map<String, Operand<?>> repeated = new LinkedHashMap<>();
    given.forEach(
        (name, value) -> repeated.put(name, Batch.repeat(body, captures.of(value), times)));
    return new Setting(
        body,
        problem,
        tensor -> captures.of(weights.of(tensor)),
        repeated,
        Batch.repeat(body, captures.of(w), times),
        captures.of(inner),
        Batch.repeat(body, captures.of(examples), times),
        layerMoved);
  }

  /** A network evaluation of other tensors at other inputs, for baselines that the model makes. */
  Operand<?> evaluate(Map<String, Operand<?>> inputs, String wanted) {
    return problem.network().at(tf, weights, inputs, List.of(wanted)).of(wanted);
  }
}
