package io.github.gradlens;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.method.MethodSpec;
import io.github.gradlens.method.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;

/**
 * Times methods against the forward pass: rounds in which everything runs once, in turn, so that a
 * machine whose speed drifts slows all of it alike. Inputs are seeded noise.
 */
public final class Benchmark {
  private static final int WARM_UP = 3;
  private static final int UNKNOWN_SIZE = 224;

  private Benchmark() {}

  /**
   * One method's medians.
   *
   * @param msPerImage the method
   * @param forwardMsPerImage the canonical network's forward pass
   * @param savedmodelForwardMsPerImage the model as {@code SavedModelBundle} runs it
   * @param quartiles the lower and upper quartile of the method's rounds, in ms per image
   */
  public record Line(
      String method,
      int batch,
      double msPerImage,
      double forwardMsPerImage,
      double savedmodelForwardMsPerImage,
      List<Double> quartiles) {
    public Line {
      quartiles = List.copyOf(quartiles);
    }
  }

  /**
   * All methods of the call in one call, beside the same methods one by one.
   *
   * @param methods how many
   * @param runs the session runs that they share
   * @param msPerImage the median of the rounds, for all methods
   * @param aloneMsPerImage the sum of the methods' own medians
   */
  public record Together(
      int methods, int runs, int batch, double msPerImage, double aloneMsPerImage) {}

  /**
   * What was measured.
   *
   * @param together null where it was not asked for
   */
  public record Report(List<Line> lines, @Nullable Together together) {
    public Report {
      lines = List.copyOf(lines);
    }
  }

  /** Times each method. */
  public static List<Line> run(
      ExplainableModel model, ExplainRequest request, int batch, int rounds) {
    return run(model, request, batch, rounds, false).lines();
  }

  /**
   * Times each method, and all in one call.
   *
   * @param together whether to time them in one call too
   */
  public static Report run(
      ExplainableModel model, ExplainRequest request, int batch, int rounds, boolean together) {
    if (batch < 1 || rounds < 1) {
      throw new UsageException(
          "a benchmark needs a batch size and rounds of 1 or more, got "
              + batch
              + " and "
              + rounds);
    }
    SignatureSpec signature = model.signature(request.signature());
    Map<String, NumericArray> inputs = noise(signature, batch);
    int[] places = IntStream.range(0, batch).toArray();
    try (FormGraphs graphs = FormGraphs.build(model.loaded(), request);
        Feeds feeds = Feeds.of(signature, inputs, places)) {
      Target target = graphs.target(request.target());
      List<Runnable> candidates = new ArrayList<>();
      candidates.add(() -> savedModel(model, signature, feeds));
      candidates.add(() -> new Run(graphs.first(), feeds, null, CallLimit.none()).forward());
      candidates.addAll(alone(graphs, feeds, target));
      if (together) {
        candidates.add(() -> graphs.explain(feeds, target, places, CallLimit.none()));
      }
      double[][] times = measure(candidates, rounds);
      List<Line> lines = lines(request.methods(), batch, times);
      int runs = graphs.all().stream().mapToInt(g -> g.groups(target, batch).size()).sum();
      double sum = lines.stream().mapToDouble(Line::msPerImage).sum();
      double all = quantile(times[times.length - 1], 0.5) / batch;
      return new Report(lines, together ? new Together(lines.size(), runs, batch, all, sum) : null);
    }
  }

  /** Each method in a run of its own, in the order of the request. */
  private static Collection<Runnable> alone(FormGraphs graphs, Feeds feeds, Target target) {
    Map<Integer, Runnable> methods = new TreeMap<>();
    for (ExplanationGraph graph : graphs.all()) {
      for (ExplanationGraph.Planned planned : graph.plans(target)) {
        methods.put(
            planned.place(),
            () ->
                new Run(graph, feeds, null, CallLimit.none())
                    .attribute(List.of(planned), Map.of()));
      }
    }
    return methods.values();
  }

  private static List<Line> lines(List<MethodSpec> methods, int batch, double[][] times) {
    List<Line> lines = new ArrayList<>();
    int next = 2;
    for (MethodSpec spec : methods) {
      double[] own = times[next++];
      lines.add(
          new Line(
              spec.label(),
              batch,
              quantile(own, 0.5) / batch,
              quantile(times[1], 0.5) / batch,
              quantile(times[0], 0.5) / batch,
              List.of(quantile(own, 0.25) / batch, quantile(own, 0.75) / batch)));
    }
    return lines;
  }

  private static double[][] measure(List<Runnable> candidates, int rounds) {
    double[][] times = new double[candidates.size()][rounds];
    for (int round = -WARM_UP; round < rounds; round++) {
      for (int c = 0; c < times.length; c++) {
        long start = System.nanoTime();
        candidates.get(c).run();
        if (round >= 0) {
          times[c][round] = (System.nanoTime() - start) / 1e6;
        }
      }
    }
    return times;
  }

  private static void savedModel(ExplainableModel model, SignatureSpec signature, Feeds feeds) {
    Session.Runner runner = model.loaded().bundle().session().runner();
    var def = model.loaded().meta().getSignatureDefOrThrow(signature.name());
    signature
        .inputs()
        .forEach(
            input -> {
              Tensor tensor = feeds.tensors().get(input.tensor());
              if (tensor != null) {
                runner.feed(def.getInputsOrThrow(input.name()).getName(), tensor);
              }
            });
    signature
        .outputs()
        .forEach(output -> runner.fetch(def.getOutputsOrThrow(output.name()).getName()));
    try (Result result = runner.run()) {
      if (result.size() == 0) {
        throw new IllegalStateException("the model gave no output");
      }
    }
  }

  private static Map<String, NumericArray> noise(SignatureSpec signature, int batch) {
    Random random = new Random(0);
    Map<String, NumericArray> inputs = new LinkedHashMap<>();
    for (TensorSpec input : signature.inputs()) {
      long[] shape = input.shape().stream().mapToLong(Long::longValue).toArray();
      if (shape.length == 0 || input.type().equals("STRING")) {
        throw new UsageException(
            "input '"
                + input.name()
                + "' has no known shape of numbers; benchmark another signature");
      }
      for (int i = 0; i < shape.length; i++) {
        shape[i] = i == 0 ? batch : shape[i] < 0 ? UNKNOWN_SIZE : shape[i];
      }
      float[] values = new float[(int) NumericArray.size(shape)];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextFloat();
      }
      inputs.put(input.name(), NumericArray.of(values, shape));
    }
    return inputs;
  }

  private static double quantile(double[] values, double q) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double place = q * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = (int) Math.ceil(place);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
