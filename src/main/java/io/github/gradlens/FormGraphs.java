package io.github.gradlens;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.CanonicalForm;
import io.github.gradlens.method.MethodSpec;
import io.github.gradlens.method.Target;
import io.github.gradlens.method.TargetWeights;
import io.github.gradlens.model.FlatSignature;
import io.github.gradlens.model.LoadedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A request's graphs, one a canonical form that its methods need. The first tells what the model
 * predicts, so that all explain the same classes.
 */
final class FormGraphs implements AutoCloseable {
  private final ExplainRequest request;
  private final List<ExplanationGraph> graphs;

  private FormGraphs(ExplainRequest request, List<ExplanationGraph> graphs) {
    this.request = request;
    this.graphs = graphs;
  }

  static FormGraphs build(LoadedModel model, ExplainRequest request) {
    return build(request, form -> ExplanationGraph.build(model, request, form));
  }

  /** Graphs whose variables can be set. */
  static FormGraphs mutable(LoadedModel model, FlatSignature flat, ExplainRequest request) {
    return build(request, form -> ExplanationGraph.mutable(model, flat, request, form));
  }

  private static FormGraphs build(
      ExplainRequest request, Function<CanonicalForm, ExplanationGraph> maker) {
    Set<CanonicalForm> forms = EnumSet.noneOf(CanonicalForm.class);
    for (MethodSpec spec : request.methods()) {
      forms.add(spec.method().network());
    }
    if (forms.isEmpty()) {
      forms.add(CanonicalForm.FOLDED);
    }
    FormGraphs made = new FormGraphs(request, new ArrayList<>());
    try {
      for (CanonicalForm form : forms) {
        made.graphs.add(maker.apply(form));
      }
      return made;
    } catch (RuntimeException e) {
      made.close();
      throw e;
    }
  }

  List<ExplanationGraph> all() {
    return graphs;
  }

  ExplanationGraph first() {
    return graphs.get(0);
  }

  /** A batch size that fits the memory bound in every form. */
  int suggestedBatch() {
    return graphs.stream().mapToInt(ExplanationGraph::suggestedBatch).min().orElse(1);
  }

  /** Explains a batch towards a target; the attributions stand in the order of the request. */
  Explanation explain(Feeds feeds, Target target, int[] examples, CallLimit limit) {
    for (ExplanationGraph graph : graphs) {
      graph.plans(target).forEach(planned -> requireRows(planned, examples));
    }
    NumericArray weights = TargetWeights.of(target, first().outputShape(feeds, limit), examples);
    TreeMap<Integer, Attribution> found = new TreeMap<>();
    CallWatch watch =
        new CallWatch(
            request.listener(),
            graphs.stream().flatMap(g -> g.groups(target, feeds.size()).stream()).toList(),
            examples.length == 0 ? 0 : examples[0]);
    Run lead = null;
    for (ExplanationGraph graph : graphs) {
      Run run = new Run(graph, feeds, lead == null ? weights : weights(weights, lead), limit);
      for (List<ExplanationGraph.Planned> group : graph.groups(target, feeds.size())) {
        List<Attribution> attributions =
            watch.over(graph.watch(), group, slot -> run.attribute(group, slot));
        for (int i = 0; i < group.size(); i++) {
          found.put(group.get(i).place(), attributions.get(i));
        }
      }
      lead = lead == null ? run : lead;
    }
    if (lead == null) {
      throw new IllegalStateException("a request without a graph");
    }
    return lead.explanation(target, examples, List.copyOf(found.values()));
  }

  /** Where nothing is fed, the first form's prediction is, since a tie may fall otherwise here. */
  private static @Nullable NumericArray weights(@Nullable NumericArray fed, Run lead) {
    long[] shape = lead.output().shape();
    if (fed != null || shape.length != 2) {
      return fed;
    }
    int[] rows = IntStream.range(0, (int) shape[0]).toArray();
    return TargetWeights.of(new Target.PerExample(lead.predicted()), shape, rows);
  }

  private static void requireRows(ExplanationGraph.Planned planned, int[] examples) {
    int last = Arrays.stream(examples).max().orElse(0);
    if (last >= planned.mostExamples()) {
      throw new UsageException(
          planned.spec().spelt()
              + " reads a file of "
              + planned.mostExamples()
              + " examples, there is an example "
              + (last + 1)
              + "; give a file of one example for all, or of one an input");
    }
  }

  /** The target of the request, or the inner element that replaces it. */
  Target target(Target asked) {
    Target.Index inner = first().question().inner();
    return inner == null ? asked : inner;
  }

  ExplainRequest request() {
    return request;
  }

  @Override
  public void close() {
    graphs.forEach(ExplanationGraph::close);
  }
}
