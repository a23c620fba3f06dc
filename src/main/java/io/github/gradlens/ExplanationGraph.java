package io.github.gradlens;

import io.github.gradlens.backward.Path;
import io.github.gradlens.backward.Preflight;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.CanonicalForm;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.Tally;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.method.Activation;
import io.github.gradlens.method.CarriedWeights;
import io.github.gradlens.method.Emission;
import io.github.gradlens.method.Method;
import io.github.gradlens.method.MethodSpec;
import io.github.gradlens.method.Problem;
import io.github.gradlens.method.Score;
import io.github.gradlens.method.Setting;
import io.github.gradlens.method.Target;
import io.github.gradlens.model.Engine;
import io.github.gradlens.model.FlatSignature;
import io.github.gradlens.model.LoadedModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;

/**
 * The methods of a request that work on one canonical form, as ops in a graph: the inputs, one
 * evaluation, the fed target, and each method beside it. The margin target has plans of its own,
 * since its score is another function.
 */
final class ExplanationGraph implements AutoCloseable {
  private final SignatureSpec signature;
  private final ExplainRequest request;
  private final CanonicalForm form;
  private final Engine engine;
  private final Question question;
  private final Emitter tf;
  private final Map<String, Operand<?>> inputs = new LinkedHashMap<>();
  private final Trace trace;
  private final Operand<?> examples;
  private final Operand<?> inner;
  private final Operand<?> forwardInner;
  private final FedTarget target;
  private final @Nullable RunWatch watch;
  private final Map<Boolean, List<Planned>> plans = new HashMap<>();
  private final Map<String, Operand<?>> further = new HashMap<>();

  /**
   * One method in the graph.
   *
   * @param place its place in the request
   * @param evaluations how many evaluations a loop of it holds at once; 0 where it has none
   */
  record Planned(
      MethodSpec spec,
      int place,
      int mostExamples,
      Emission emission,
      Operand<?> score,
      int evaluations) {
    /** Whether one session run answers it. */
    boolean runsOnce() {
      return emission.quadrature() == null;
    }
  }

  private ExplanationGraph(
      SignatureSpec signature,
      ExplainRequest request,
      CanonicalForm form,
      Question question,
      Engine engine,
      boolean written) {
    this.signature = signature;
    this.request = request;
    this.form = form;
    this.question = question;
    this.engine = engine;
    Emitter plain = new Emitter(Ops.create(engine.graph())).scoped("gradlens");
    boolean watched = request.listener() != null && !written;
    Tally tally = watched ? new Tally(plain) : null;
    this.watch = tally == null ? null : new RunWatch(tally, engine.session());
    this.tf = tally == null ? plain : plain.counting(tally);
    Network network = engine.network();
    for (TensorSpec input : signature.inputs()) {
      Shape shape =
          input.shape().isEmpty()
              ? Shape.unknown()
              : Shape.of(input.shape().stream().mapToLong(Long::longValue).toArray());
      Operand<?> placeholder =
          tf.op("Placeholder")
              .attr("dtype", DataType.valueOf("DT_" + input.type()))
              .attr("shape", shape)
              .one();
      inputs.put(input.tensor(), placeholder);
    }
    List<String> wanted = new ArrayList<>(question.explained());
    wanted.add(question.found().output());
    if (written) {
      signature.outputs().forEach(each -> wanted.add(each.tensor()));
    }
    this.trace = network.at(tf.scoped("forward"), engine.weights(), inputs, wanted);
    Operand<?> output = trace.of(question.found().output());
    this.examples =
        tf.op("PlaceholderWithDefault")
            .in(tf.apply("Range", tf.intScalar(0), tf.size(output, 0), tf.intScalar(1)))
            .attr("shape", Shape.of(-1))
            .one();
    this.inner = bound(question.suggestedBatch(engine));
    this.forwardInner = bound(question.forwardBatch(engine));
    this.target =
        written
            ? FedTarget.checked(tf, output, question.found().output())
            : FedTarget.of(tf, output);
  }

  /** Fed, so that TensorFlow does not build for one batch size. */
  private Operand<?> bound(int evaluations) {
    return tf.op("PlaceholderWithDefault")
        .in(tf.intScalar(evaluations))
        .attr("shape", Shape.scalar())
        .one();
  }

  /** Builds the graph in a session of its own, with the request's methods in it. */
  static ExplanationGraph build(LoadedModel model, ExplainRequest request, CanonicalForm form) {
    FlatSignature flat = model.signature(request.signature());
    SignatureSpec signature = signature(flat);
    Question question = Question.of(flat, signature, request);
    Engine engine = model.open(flat, question.kept(), form);
    return made(new ExplanationGraph(signature, request, form, question, engine, false));
  }

  /** Builds the graph in a session whose variables can be set. */
  static ExplanationGraph mutable(
      LoadedModel model, FlatSignature flat, ExplainRequest request, CanonicalForm form) {
    SignatureSpec signature = signature(flat);
    Question question = Question.of(flat, signature, request);
    Engine engine = model.openMutable(flat, question.kept(), form);
    return made(new ExplanationGraph(signature, request, form, question, engine, false));
  }

  /**
   * Adds the request's methods, and all outputs of the signature, to a graph that is written and
   * not run.
   */
  static ExplanationGraph write(
      LoadedModel model,
      FlatSignature flat,
      ExplainRequest request,
      CanonicalForm form,
      Graph graph) {
    SignatureSpec signature = signature(flat);
    Question question = Question.of(flat, signature, request);
    Set<String> kept = new LinkedHashSet<>(question.kept());
    signature.outputs().forEach(output -> kept.add(output.tensor()));
    Engine engine = model.write(flat, kept, form, graph);
    return made(new ExplanationGraph(signature, request, form, question, engine, true));
  }

  private static SignatureSpec signature(FlatSignature flat) {
    return new SignatureSpec(
        flat.name(),
        ExplainableModel.specs(flat.model().inputs()),
        ExplainableModel.specs(flat.model().outputs()));
  }

  private static ExplanationGraph made(ExplanationGraph graph) {
    try {
      graph.plans(graph.request.target());
      return graph;
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  /** The methods for a target; built at the first call, one build at a time. */
  synchronized List<Planned> plans(Target target) {
    boolean margin = target instanceof Target.Margin;
    List<Planned> found = plans.get(margin);
    if (found == null) {
      found = plan(margin);
      plans.put(margin, found);
    }
    return found;
  }

  /** The methods for a target in groups, each for one session run. */
  List<List<Planned>> groups(Target target, int batch) {
    return runGroups().of(plans(target), batch);
  }

  private RunGroups runGroups() {
    return new RunGroups(question.memory() / Math.max(1, question.bytesAnExample(engine)));
  }

  private List<Planned> plan(boolean margin) {
    Score score = question.score(margin);
    Path path =
        Path.between(engine.network(), engine.sites(), question.explained(), score.tensor());
    List<String> reaching =
        question.explained().stream()
            .filter(t -> t.equals(score.tensor()) || reaches(path, t))
            .toList();
    if (reaching.isEmpty()) {
      throw new UsageException(
          "the score "
              + score.tensor()
              + " does not depend on "
              + question.namesOfExplained()
              + ", so there is nothing to explain; name another tensor with --at or --score-at");
    }
    Problem problem =
        new Problem(
            request.signature(),
            engine.network(),
            engine.facts(),
            engine.sites(),
            reaching,
            score,
            path,
            question.layers());
    List<Method> methods = request.methods().stream().map(MethodSpec::method).toList();
    for (Method method : methods) {
      if (method.network() != form) {
        continue;
      }
      Preflight.plan(
          method.book(), method.path(problem), request.signature(), engine.facts()::text);
    }
    Operand<?> w = weightsAt(score);
    Map<String, Operand<?>> values = new LinkedHashMap<>(inputs);
    reaching.forEach(tensor -> values.put(tensor, trace.of(tensor)));
    Setting setting = new Setting(tf, problem, engine.weights(), values, w, inner, examples);
    Setting evaluating = setting.holding(forwardInner);
    List<Planned> planned = new ArrayList<>();
    for (int place = 0; place < methods.size(); place++) {
      Method method = methods.get(place);
      if (method.network() == form) {
        Emission emission = fetchable(method.emit(method.evaluatesOnly() ? evaluating : setting));
        planned.add(
            new Planned(
                request.methods().get(place),
                place,
                method.mostExamples(problem),
                emission,
                setting.score(),
                Loops.feed(sources(emission)) ? question.suggestedBatch(engine) : 0));
      }
    }
    return List.copyOf(planned);
  }

  /** The maps, and what the host makes them from. */
  private static List<Operand<?>> sources(Emission emission) {
    List<Operand<?>> sources = new ArrayList<>(emission.attributions().values());
    emission.host().forEach(tensor -> sources.addAll(tensor.from()));
    return sources;
  }

  /** A map may be the fed target itself, and what is fed cannot be fetched. */
  private Emission fetchable(Emission emission) {
    Map<String, Operand<?>> copies = new LinkedHashMap<>();
    emission.attributions().forEach((name, map) -> copies.put(name, tf.apply("Identity", map)));
    return emission.withAttributions(copies);
  }

  private static boolean reaches(Path path, String tensor) {
    return path.sites().stream().anyMatch(site -> site.inputs().contains(tensor));
  }

  private Operand<?> weightsAt(Score score) {
    return CarriedWeights.at(
        tf,
        request.signature(),
        engine.sites(),
        engine.facts(),
        trace,
        question.found(),
        score,
        target.weights());
  }

  SignatureSpec signature() {
    return signature;
  }

  Question question() {
    return question;
  }

  Engine engine() {
    return engine;
  }

  Map<String, Operand<?>> inputs() {
    return inputs;
  }

  /** A layer's name as lists of layers have it; the node's, where its tensor is no layer's. */
  String layerName(String tensor) {
    return question.layerNames().getOrDefault(tensor, Node.nodeName(tensor));
  }

  /** Reads how far runs are; null where the request has no listener. */
  @Nullable RunWatch watch() {
    return watch;
  }

  Operand<?> examples() {
    return examples;
  }

  FedTarget target() {
    return target;
  }

  Operand<?> output() {
    return trace.of(question.found().output());
  }

  /** A tensor of the evaluation in a form that can be fetched though it is fed. */
  synchronized Operand<?> copyOf(String tensor) {
    return further.computeIfAbsent(tensor, name -> tf.apply("Identity", trace.of(name)));
  }

  /** f of each example, the target's, over the activated score tensor. */
  synchronized Operand<?> scoreUnder(Activation activation, Target of) {
    boolean margin = of instanceof Target.Margin;
    return further.computeIfAbsent(
        activation + (margin ? " margin" : ""),
        key -> {
          Score score = question.score(margin);
          return score.under(activation, tf, trace, weightsAt(score));
        });
  }

  /** A tensor of the evaluation that explains nothing: one of the model's outputs. */
  Operand<?> traced(String tensor) {
    return trace.of(tensor);
  }

  List<TensorSpec> explained() {
    return question.specsOfExplained();
  }

  /** A batch for which the methods fit the memory bound in as few runs as can be. */
  int suggestedBatch() {
    int largest = question.suggestedBatch(engine);
    return question.batchIsFixed()
        ? largest
        : runGroups().batchFor(plans(request.target()), largest);
  }

  /** The output's shape for a batch; where it is not static, a forward run tells it. */
  long[] outputShape(Feeds feeds, CallLimit limit) {
    Shape shape = Emitter.shapeOf(output());
    boolean known = !shape.isUnknown();
    for (int i = 1; known && i < shape.numDimensions(); i++) {
      known = shape.get(i) >= 0;
    }
    if (known) {
      long[] sizes = shape.asArray();
      if (sizes.length > 0) {
        sizes[0] = feeds.size();
      }
      return sizes;
    }
    return new Run(this, feeds, null, limit).output().shape();
  }

  @Override
  public void close() {
    engine.close();
  }
}
