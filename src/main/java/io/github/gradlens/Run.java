package io.github.gradlens;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.InputException;
import io.github.gradlens.method.Emission;
import io.github.gradlens.method.FedQuadrature;
import io.github.gradlens.method.HostTensor;
import io.github.gradlens.method.Quadrature;
import io.github.gradlens.method.Target;
import io.github.gradlens.model.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.RunOptions;

/** The session runs of one call. */
final class Run {
  private final ExplanationGraph graph;
  private final Feeds feeds;
  private final @Nullable NumericArray weights;
  private final CallLimit limit;
  private @Nullable NumericArray output;
  private @Nullable NumericArray predicted;
  private Map<Operand<?>, NumericArray> slot = Map.of();

  Run(ExplanationGraph graph, Feeds feeds, @Nullable NumericArray weights, CallLimit limit) {
    this.graph = graph;
    this.feeds = feeds;
    this.weights = weights;
    this.limit = limit;
  }

  /** The model's output. */
  NumericArray output() {
    if (output == null) {
      List<NumericArray> fetched =
          fetch(List.of(graph.output(), graph.target().predicted()), Map.of());
      output = fetched.get(0);
      predicted = fetched.get(1);
    }
    return output;
  }

  /** The forward pass alone. */
  void forward() {
    fetch(List.of(graph.output()), Map.of());
  }

  /** The class that the model predicts for each example. */
  List<Long> predicted() {
    output();
    return predicted == null ? List.of() : Arrays.stream(predicted.toLongs()).boxed().toList();
  }

  /** The values of some tensors. */
  List<NumericArray> values(List<Operand<?>> wanted) {
    return fetch(wanted, Map.of());
  }

  /** Methods that share a session run. */
  List<Attribution> attribute(List<ExplanationGraph.Planned> group) {
    return attribute(group, Map.of());
  }

  /**
   * Methods that share a session run.
   *
   * @param place what is fed so that the run counts its rounds in a place of its own
   */
  List<Attribution> attribute(
      List<ExplanationGraph.Planned> group, Map<Operand<?>, NumericArray> place) {
    slot = place;
    long start = System.nanoTime();
    FedQuadrature quadrature = group.get(0).emission().quadrature();
    List<Fetched> results =
        quadrature == null
            ? once(group, fromHost(group))
            : List.of(doubled(group.get(0), quadrature));
    double seconds = (System.nanoTime() - start) / 1e9 / feeds.size() / group.size();
    List<Attribution> attributions = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      attributions.add(attribution(group.get(i), results.get(i), seconds));
    }
    return attributions;
  }

  /** What the host computes for these methods. */
  private Map<Operand<?>, NumericArray> fromHost(List<ExplanationGraph.Planned> group) {
    List<HostTensor> tensors =
        group.stream().flatMap(planned -> planned.emission().host().stream()).toList();
    if (tensors.isEmpty()) {
      return Map.of();
    }
    List<Operand<?>> wanted = new ArrayList<>();
    tensors.forEach(tensor -> wanted.addAll(tensor.from()));
    Iterator<NumericArray> fetched = fetch(wanted, Map.of()).iterator();
    Map<Operand<?>, NumericArray> made = new LinkedHashMap<>();
    for (HostTensor tensor : tensors) {
      List<NumericArray> values = tensor.from().stream().map(from -> fetched.next()).toList();
      made.put(tensor.placeholder(), tensor.function().apply(values));
    }
    return made;
  }

  private Attribution attribution(
      ExplanationGraph.Planned planned, Fetched result, double seconds) {
    Map<String, NumericArray> values = new LinkedHashMap<>();
    for (TensorSpec spec : graph.explained()) {
      NumericArray value = result.values.get(spec.tensor());
      if (value != null) {
        values.put(spec.name(), value);
      }
    }
    Emission.LayerMap raw = planned.emission().raw();
    return new Attribution(
        planned.spec(),
        values,
        list(result.score),
        result.residual == null ? null : list(result.residual),
        result.absorbed == null ? null : list(result.absorbed),
        result.folded == null ? null : list(result.folded),
        result.steps,
        result.converged,
        result.raw,
        raw == null ? null : graph.layerName(raw.layer()),
        planned.emission().notes(),
        seconds);
  }

  private static final class Fetched {
    private final Map<String, NumericArray> values = new LinkedHashMap<>();
    private double[] score = {};
    private double @Nullable [] residual;
    private double @Nullable [] absorbed;
    private double @Nullable [] folded;
    private double @Nullable [] difference;
    private @Nullable NumericArray raw;
    private @Nullable List<Integer> steps;
    private @Nullable List<Boolean> converged;
  }

  private List<Fetched> once(
      List<ExplanationGraph.Planned> group, Map<Operand<?>, NumericArray> further) {
    List<Operand<?>> wanted = new ArrayList<>();
    for (ExplanationGraph.Planned planned : group) {
      Emission emission = planned.emission();
      wanted.addAll(emission.attributions().values());
      wanted.add(planned.score());
      if (emission.residual() != null) {
        wanted.add(emission.residual());
      }
      if (emission.absorbed() != null) {
        wanted.add(emission.absorbed());
      }
      if (emission.folded() != null) {
        wanted.add(emission.folded());
      }
      if (emission.raw() != null) {
        wanted.add(emission.raw().values());
      }
      if (emission.quadrature() != null) {
        wanted.add(emission.quadrature().difference());
      }
    }
    if (output == null) {
      wanted.add(graph.output());
      wanted.add(graph.target().predicted());
    }
    Iterator<NumericArray> fetched = fetch(wanted, further).iterator();
    List<Fetched> out = new ArrayList<>();
    for (ExplanationGraph.Planned planned : group) {
      Emission emission = planned.emission();
      Fetched one = new Fetched();
      for (String name : emission.attributions().keySet()) {
        one.values.put(name, floats(fetched.next()));
      }
      one.score = doubles(fetched.next());
      one.residual = emission.residual() == null ? null : doubles(fetched.next());
      one.absorbed = emission.absorbed() == null ? null : doubles(fetched.next());
      one.folded = emission.folded() == null ? null : doubles(fetched.next());
      one.raw = emission.raw() == null ? null : floats(fetched.next());
      one.difference = emission.quadrature() == null ? null : doubles(fetched.next());
      out.add(one);
    }
    if (output == null) {
      output = fetched.next();
      predicted = fetched.next();
    }
    return out;
  }

  /**
   * Doubles the steps until every example has converged; each keeps the map of its own first
   * success, so a result does not depend on the rest of the batch.
   */
  private Fetched doubled(ExplanationGraph.Planned planned, FedQuadrature quadrature) {
    int size = feeds.size();
    Map<Operand<?>, NumericArray> fed = new LinkedHashMap<>(fromHost(List.of(planned)));
    int[] steps = new int[size];
    boolean[] converged = new boolean[size];
    Fetched kept = null;
    for (int n = Math.min(FedQuadrature.FIRST, quadrature.most());
        ;
        n = Math.min(2 * n, quadrature.most())) {
      Quadrature nodes = Quadrature.of(quadrature.rule(), n);
      fed.put(quadrature.alphas(), nodes.alphas());
      fed.put(quadrature.weights(), nodes.weights());
      Fetched now = once(List.of(planned), fed).get(0);
      if (kept == null) {
        kept = now;
      }
      boolean all = true;
      for (int b = 0; b < size; b++) {
        if (!converged[b]) {
          copyRow(now, kept, b);
          steps[b] = n;
          double residual = now.residual == null ? 0 : now.residual[b];
          double difference = now.difference == null ? 0 : now.difference[b];
          converged[b] = quadrature.converged(residual, difference);
        }
        all &= converged[b];
      }
      if (all || n >= quadrature.most()) {
        kept.steps = Arrays.stream(steps).boxed().toList();
        List<Boolean> flags = new ArrayList<>();
        for (boolean flag : converged) {
          flags.add(flag);
        }
        kept.converged = flags;
        return kept;
      }
    }
  }

  private static void copyRow(Fetched from, Fetched to, int b) {
    if (from == to) {
      return;
    }
    from.values.forEach(
        (name, value) -> {
          NumericArray target = to.values.get(name);
          if (target != null) {
            int row = value.size() / (int) value.shape()[0];
            System.arraycopy(value.toFloats(), b * row, target.toFloats(), b * row, row);
          }
        });
    if (from.residual != null && to.residual != null) {
      to.residual[b] = from.residual[b];
    }
    if (from.absorbed != null && to.absorbed != null) {
      to.absorbed[b] = from.absorbed[b];
    }
  }

  private List<NumericArray> fetch(List<Operand<?>> wanted, Map<Operand<?>, NumericArray> further) {
    RunOptions options = limit.check();
    Session.Runner runner = graph.engine().session().runner();
    if (options != null) {
      runner.setOptions(options);
    }
    List<Tensor> made = new ArrayList<>();
    try {
      graph
          .inputs()
          .forEach(
              (name, placeholder) -> {
                Tensor tensor = feeds.tensors().get(name);
                if (tensor != null) {
                  runner.feed(placeholder, tensor);
                }
              });
      feeds.moved().forEach((name, value) -> runner.feed(graph.traced(name), value));
      runner.feed(graph.examples(), feeds.examples());
      if (weights != null) {
        Tensor w = Tensors.of(weights, graph.target().weights().asOutput().dataType(), "target");
        made.add(w);
        runner.feed(graph.target().weights(), w);
      }
      Map<Operand<?>, NumericArray> fed = new LinkedHashMap<>(slot);
      fed.putAll(further);
      fed.forEach(
          (operand, value) -> {
            Tensor tensor = Tensors.of(value, operand.asOutput().dataType(), "host");
            made.add(tensor);
            runner.feed(operand, tensor);
          });
      wanted.forEach(runner::fetch);
      try (Result result = runner.run()) {
        List<NumericArray> out = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
          out.add(Tensors.toArray(result.get(i)));
        }
        return out;
      }
    } catch (RuntimeException e) {
      throw isOfTensorFlow(e) ? translated(e) : e;
    } finally {
      made.forEach(Tensor::close);
    }
  }

  /** TensorFlow Java's exceptions have no ancestor of their own: each extends one of Java's. */
  private static boolean isOfTensorFlow(RuntimeException e) {
    return e.getClass().getPackage().equals(TensorFlowException.class.getPackage());
  }

  private RuntimeException translated(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("Timed out") || message.contains("deadline")) {
      return limit.passed(e);
    }
    String line = message.lines().findFirst().orElse("").strip();
    return new InputException(
        "TensorFlow cannot compute this batch: "
            + line
            + ". Try a smaller --batch-size or --memory, or check the input's values",
        e);
  }

  Explanation explanation(Target target, int[] examples, List<Attribution> attributions) {
    NumericArray y = output();
    boolean probabilities = graph.question().found().probability() != null && y.rank() <= 2;
    List<Long> classes = classes(target, examples);
    List<Double> probability = null;
    if (probabilities && classes != null) {
      int row = y.size() / feeds.size();
      probability = new ArrayList<>();
      for (int b = 0; b < feeds.size(); b++) {
        probability.add(y.doubleAt(b * row + (y.rank() == 1 ? 0 : classes.get(b).intValue())));
      }
    }
    return new Explanation(y, probabilities, classes, probability, attributions);
  }

  private @Nullable List<Long> classes(Target target, int[] examples) {
    if (graph.question().inner() != null) {
      return null;
    }
    if (target instanceof Target.Index index) {
      return index.indices().size() == 1
          ? Collections.nCopies(feeds.size(), index.indices().get(0))
          : null;
    }
    if (target instanceof Target.PerExample each) {
      return Arrays.stream(examples).mapToObj(i -> each.indices().get(i)).toList();
    }
    if (target instanceof Target.Contrast contrast) {
      return Collections.nCopies(feeds.size(), contrast.a());
    }
    if (target instanceof Target.Mask || predicted == null) {
      return null;
    }
    return predicted();
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static NumericArray floats(NumericArray array) {
    return NumericArray.of(array.toFloats(), array.shape());
  }

  private static double[] doubles(NumericArray array) {
    double[] out = new double[array.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = array.doubleAt(i);
    }
    return out;
  }
}
