package io.github.gradlens;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.method.Activation;
import io.github.gradlens.method.MethodSpec;
import io.github.gradlens.method.Target;
import io.github.gradlens.method.TargetWeights;
import io.github.gradlens.model.LoadedModel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * What a metric sees of a model: it scores and explains changed examples, each towards the target
 * of its unchanged one. One explained tensor at a time, so that a position is one thing.
 */
public final class Evaluator implements AutoCloseable {
  private final LoadedModel model;
  private final ExplainRequest request;
  private final FormGraphs graphs;
  private @Nullable Randomisation randomisation;

  private Evaluator(LoadedModel model, ExplainRequest request, FormGraphs graphs) {
    this.model = model;
    this.request = request;
    this.graphs = graphs;
  }

  static Evaluator open(LoadedModel model, ExplainRequest request) {
    if (request.methods().isEmpty()) {
      throw new UsageException("an evaluation needs a method to evaluate");
    }
    Evaluator made = new Evaluator(model, request, FormGraphs.build(model, request));
    try {
      made.explained();
      return made;
    } catch (RuntimeException e) {
      made.close();
      throw e;
    }
  }

  /**
   * The explained tensor.
   *
   * @throws UsageException where there are several
   */
  public TensorSpec explained() {
    List<TensorSpec> specs = graphs.first().explained();
    if (specs.size() != 1) {
      throw new UsageException(
          "metrics remove positions of one tensor, and "
              + specs.stream().map(TensorSpec::name).toList()
              + " are explained; choose one with --at");
    }
    return specs.get(0);
  }

  /** The methods that are evaluated. */
  public List<MethodSpec> methods() {
    return request.methods();
  }

  /** How many changed examples are explained at once. */
  public int batchSize() {
    return graphs.suggestedBatch();
  }

  /** How many changed examples are scored at once, which holds less of each. */
  public int scoreBatchSize() {
    ExplanationGraph graph = graphs.first();
    return Math.max(batchSize(), graph.question().forwardBatch(graph.engine()));
  }

  /**
   * A changed example.
   *
   * @param subject the place in {@link Subjects} of the example that it was
   * @param x the explained tensor's value, without batch axis
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and boxed it would be slow
  public record Changed(int subject, float[] x) {}

  /**
   * Scores of changed examples.
   *
   * @param scores f by activation
   * @param predicted the class that the model predicts
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and boxed it would be slow
  public record Scored(Map<Activation, double[]> scores, long[] predicted) {
    /** f of each under an activation that was asked for. */
    public double[] under(Activation activation) {
      return Objects.requireNonNull(scores.get(activation), activation::toString);
    }
  }

  /**
   * Takes examples in: their predictions, and the targets that they keep.
   *
   * @param places each example's place among all of the call
   */
  public Subjects subjects(Map<String, NumericArray> batch, int[] places) {
    ExplanationGraph graph = graphs.first();
    Target target = graphs.target(request.target());
    try (Feeds feeds = Feeds.of(graph.signature(), batch, places)) {
      Run run = new Run(graph, feeds, null, CallLimit.none());
      NumericArray output = run.output();
      List<Long> predicted = run.predicted();
      NumericArray weights = TargetWeights.of(target, output.shape(), places);
      if (weights == null) {
        int[] rows = IntStream.range(0, places.length).toArray();
        weights = TargetWeights.of(new Target.PerExample(predicted), oneAxis(output), rows);
      }
      if (weights == null) {
        throw new IllegalStateException("a target of its own has weights");
      }
      NumericArray x = batch.get(explained().name());
      if (x == null) {
        x = run.values(List.of(graph.copyOf(explained().tensor()))).get(0);
      }
      return new Subjects(
          batch,
          places.clone(),
          NumericArray.of(x.toFloats(), x.shape()),
          weights.reshape(output.shape()),
          predicted);
    }
  }

  /** A score without class axis has one class. */
  private static long[] oneAxis(NumericArray output) {
    long[] shape = output.shape();
    return shape.length == 1 ? new long[] {shape[0], 1} : shape;
  }

  /** Scores changed examples, as many at once as there are. */
  public Scored score(Subjects subjects, List<Changed> rows, List<Activation> activations) {
    ExplanationGraph graph = graphs.first();
    int[] which = rows.stream().mapToInt(Changed::subject).toArray();
    try (Feeds feeds = feeds(subjects, rows, which)) {
      Run run = new Run(graph, feeds, subjects.weights().pick(which), CallLimit.none());
      List<Operand<?>> wanted = new ArrayList<>();
      activations.forEach(a -> wanted.add(graph.scoreUnder(a, request.target())));
      wanted.add(graph.target().predicted());
      List<NumericArray> fetched = run.values(wanted);
      Map<Activation, double[]> scores = new EnumMap<>(Activation.class);
      for (int a = 0; a < activations.size(); a++) {
        scores.put(activations.get(a), doubles(fetched.get(a)));
      }
      return new Scored(scores, fetched.get(activations.size()).toLongs());
    }
  }

  /**
   * Explains changed examples.
   *
   * @param method its place in {@link #methods}
   * @return one map an example, of the explained tensor's shape
   */
  public List<float[]> explain(Subjects subjects, List<Changed> rows, int method) {
    int[] which = rows.stream().mapToInt(Changed::subject).toArray();
    return explain(graphs, subjects, rows, method, subjects.weights().pick(which));
  }

  /**
   * Explains examples as the model would with the weights of its last layers shuffled.
   *
   * @param depth how many layers, counted from the output
   * @param seed of the shuffling
   */
  public synchronized List<float[]> explainRandomised(
      Subjects subjects, List<Changed> rows, int method, int depth, long seed) {
    int[] which = rows.stream().mapToInt(Changed::subject).toArray();
    FormGraphs randomised = randomisation().at(depth, seed);
    return explain(randomised, subjects, rows, method, subjects.weights().pick(which));
  }

  /** How many layers have weights that can be randomised. */
  public synchronized int layers() {
    return randomisation().layers();
  }

  private Randomisation randomisation() {
    if (randomisation == null) {
      randomisation = Randomisation.of(model, request);
    }
    return randomisation;
  }

  /**
   * Explains changed examples towards other classes.
   *
   * @param classes one a row, an index over all elements of the output
   */
  public List<float[]> explain(
      Subjects subjects, List<Changed> rows, int method, List<Long> classes) {
    long[] shape = subjects.weights().shape();
    int outputs = subjects.weights().size() / (int) shape[0];
    shape[0] = rows.size();
    float[] weights = new float[outputs * rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      weights[i * outputs + Math.toIntExact(classes.get(i))] = 1;
    }
    return explain(graphs, subjects, rows, method, NumericArray.of(weights, shape));
  }

  private List<float[]> explain(
      FormGraphs by, Subjects subjects, List<Changed> rows, int method, NumericArray weights) {
    int[] which = rows.stream().mapToInt(Changed::subject).toArray();
    for (ExplanationGraph graph : by.all()) {
      for (ExplanationGraph.Planned planned : graph.plans(request.target())) {
        if (planned.place() == method) {
          try (Feeds feeds = feeds(subjects, rows, which)) {
            Run run = new Run(graph, feeds, weights, CallLimit.none());
            NumericArray map = run.attribute(List.of(planned)).get(0).value();
            float[] all = map.toFloats();
            int size = all.length / rows.size();
            return IntStream.range(0, rows.size())
                .mapToObj(i -> java.util.Arrays.copyOfRange(all, i * size, (i + 1) * size))
                .toList();
          }
        }
      }
    }
    throw new IllegalArgumentException("there is no method " + method);
  }

  private Feeds feeds(Subjects subjects, List<Changed> rows, int[] which) {
    TensorSpec explained = explained();
    long[] shape = subjects.x().shape();
    int size = subjects.x().size() / (int) shape[0];
    float[] values = new float[size * rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i).x(), 0, values, i * size, size);
    }
    shape[0] = rows.size();
    NumericArray x = NumericArray.of(values, shape);
    Map<String, NumericArray> batch = new LinkedHashMap<>();
    subjects.inputs().forEach((name, array) -> batch.put(name, array.pick(which)));
    Map<TensorSpec, NumericArray> moved = Map.of();
    if (batch.containsKey(explained.name())) {
      batch.put(explained.name(), x);
    } else {
      moved = Map.of(explained, x);
    }
    int[] places = IntStream.of(which).map(i -> subjects.places()[i]).toArray();
    return Feeds.of(graphs.first().signature(), batch, moved, places);
  }

  private static double[] doubles(NumericArray array) {
    return IntStream.range(0, array.size()).mapToDouble(array::doubleAt).toArray();
  }

  @Override
  public void close() {
    if (randomisation != null) {
      randomisation.close();
    }
    graphs.close();
  }
}
