package io.github.gradlens;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.export.GrownModel;
import io.github.gradlens.export.HeatmapOps;
import io.github.gradlens.export.ModelFolder;
import io.github.gradlens.export.TensorInfos;
import io.github.gradlens.export.WarmupFile;
import io.github.gradlens.graph.CanonicalForm;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.method.Emission;
import io.github.gradlens.method.Target;
import io.github.gradlens.model.FlatSignature;
import io.github.gradlens.model.LoadedModel;
import io.github.gradlens.rewrite.SavedModelFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** Turns a request's methods into signatures of a copy of the model. */
final class ModelExport {
  private static final String PREFIX = "explain_";
  private static final String WITH_TARGET = "_target";
  private static final String TARGET = "target";
  private static final String METHOD_NAME = "tensorflow/serving/predict";

  private final LoadedModel model;
  private final ExplainRequest request;
  private final ExportOptions options;
  private final FlatSignature flat;
  private final WarmupRequests warmup;
  private final Map<String, SignatureDef> signatures = new LinkedHashMap<>();
  private final Map<String, String> specs = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  private ModelExport(LoadedModel model, ExplainRequest request, ExportOptions options) {
    this.model = model;
    if (request.scoreAt() != null) {
      throw new UsageException(
          "an export explains the model's output, whose class its callers choose; leave score-at "
              + request.scoreAt()
              + " out, or export a model whose output it is");
    }
    this.request = request.target(Target.ARGMAX);
    this.options = options;
    this.flat = model.signature(request.signature(), options.freeze());
    List<TensorSpec> inputs = ExplainableModel.specs(flat.model().inputs());
    this.warmup =
        new WarmupRequests(
            new SignatureSpec(request.signature(), inputs, List.of()), options.warmup());
    if (options.freeze() && !flat.frozen()) {
      throw new UsageException(
          "signature "
              + request.signature()
              + " holds tables, changes its variables or has more than 2 GiB of them, so they cannot"
              + " become constants; export without --freeze");
    }
  }

  /** Writes the model, or says what would be written. */
  static Exported run(
      LoadedModel model,
      Path source,
      String fingerprint,
      ExplainRequest request,
      ExportOptions options,
      Path out) {
    Path target = options.version() == null ? out : out.resolve(options.version().toString());
    ModelFolder folder = options.dryRun() ? null : ModelFolder.at(source, target, options.force());
    SavedModel original = SavedModelFile.message(source);
    ModelExport export = new ModelExport(model, request, options);
    GrownModel grown = GrownModel.of(original, export.graph(), export.signatures);
    byte[] record = ExportRecord.of(source, fingerprint, request, options);
    Map<String, ModelFolder.Content> extra = new LinkedHashMap<>();
    extra.put(ExportRecord.FILE, file -> file.write(record));
    export.warmUp(source, extra);
    if (folder != null) {
      folder.write(grown.message(), extra);
    }
    return new Exported(
        folder == null ? null : target,
        export.added(grown),
        grown.nodes(),
        grown.message().getSerializedSize(),
        grown.bytes(),
        export.notes);
  }

  private void warmUp(Path source, Map<String, ModelFolder.Content> extra) {
    if (warmup.examples() == 0) {
      return;
    }
    WarmupFile file = new WarmupFile(source.resolve(WarmupFile.PATH), warmup.of(signatures));
    extra.put(WarmupFile.PATH, file);
    notes.add(
        WarmupFile.PATH
            + " has "
            + file.requests().size()
            + " requests for the new signatures, one an example and signature; their target is 0");
  }

  /** The model's graph with the methods in it. */
  private GraphDef graph() {
    try (Graph graph = new Graph()) {
      graph.importGraphDef(model.meta().getGraphDef());
      Set<CanonicalForm> forms = EnumSet.noneOf(CanonicalForm.class);
      request.methods().forEach(spec -> forms.add(spec.method().network()));
      Map<Integer, Runnable> inOrder = new TreeMap<>();
      for (CanonicalForm form : forms) {
        ExplanationGraph written = ExplanationGraph.write(model, flat, request, form, graph);
        for (ExplanationGraph.Planned planned : written.plans(request.target())) {
          inOrder.put(planned.place(), () -> add(written, planned));
        }
      }
      inOrder.values().forEach(Runnable::run);
      return graph.toGraphDef();
    }
  }

  private void add(ExplanationGraph graph, ExplanationGraph.Planned planned) {
    requireGraph(planned);
    SignatureSpec own = graph.signature();
    SignatureDef.Builder def = SignatureDef.newBuilder().setMethodName(METHOD_NAME);
    for (TensorSpec input : own.inputs()) {
      def.putInputs(
          input.name(), TensorInfos.of(Objects.requireNonNull(graph.inputs().get(input.tensor()))));
    }
    Emitter tf = new Emitter(Ops.create(graph.engine().graph())).scoped("gradlens");
    Map<String, TensorInfo> results = results(tf, graph, planned);
    for (TensorSpec output : own.outputs()) {
      String name = output.name();
      if (results.containsKey(name)) {
        name = "model_" + name;
        notes.add(
            "output "
                + output.name()
                + " of signature "
                + own.name()
                + " is named "
                + name
                + " there, for the explanation has one of its name");
      }
      def.putOutputs(name, fetched(tf, graph.traced(output.tensor())));
    }
    results.forEach(def::putOutputs);
    String name = PREFIX + planned.spec().label();
    put(name, planned, def.build());
    if (def.containsInputs(TARGET)) {
      notes.add(
          "signature "
              + own.name()
              + " has an input "
              + TARGET
              + " of its own, so there is no "
              + name
              + WITH_TARGET);
      return;
    }
    def.putInputs(TARGET, TensorInfos.of(graph.target().classes()));
    put(name + WITH_TARGET, planned, def.build());
  }

  private void put(String name, ExplanationGraph.Planned planned, SignatureDef def) {
    if (signatures.put(name, def) != null) {
      throw new UsageException(
          "two methods would have the signature " + name + "; give one of them another label");
    }
    specs.put(name, planned.spec().spelt());
  }

  private static void requireGraph(ExplanationGraph.Planned planned) {
    String spelt = planned.spec().spelt();
    String work = planned.spec().method().hostWork();
    if (work != null) {
      throw new UsageException(
          "no graph can hold "
              + spelt
              + ", for which the host "
              + work
              + "; use explain or batch for it, or other parameters");
    }
    if (planned.mostExamples() != Integer.MAX_VALUE) {
      throw new UsageException(
          spelt
              + " reads a file with a row an example, and a server's examples have no place in it;"
              + " give a file of one example");
    }
  }

  private Map<String, TensorInfo> results(
      Emitter tf, ExplanationGraph graph, ExplanationGraph.Planned planned) {
    Emission emission = planned.emission();
    Map<String, TensorInfo> results = new LinkedHashMap<>();
    boolean several = emission.attributions().size() > 1;
    for (TensorSpec spec : graph.explained()) {
      Operand<?> map = emission.attributions().get(spec.tensor());
      if (map == null) {
        continue;
      }
      String suffix = several ? "_" + spec.name() : "";
      results.put("attribution" + suffix, TensorInfos.of(map));
      if (options.heatmap() && HeatmapOps.draws(Emitter.rank(map))) {
        Operand<?> picture =
            HeatmapOps.of(tf.scoped("heatmap"), map, planned.spec().row().signed());
        results.put("heatmap" + suffix, TensorInfos.of(picture));
        results.put(
            "heatmap_png" + suffix, TensorInfos.of(HeatmapOps.png(tf.scoped("heatmap"), picture)));
      } else if (options.heatmap()) {
        throw new UsageException(
            "--heatmap draws images; "
                + spec.name()
                + " has "
                + (Emitter.rank(map) < 0 ? "no known rank" : "rank " + Emitter.rank(map))
                + ". Export without it");
      }
    }
    if (emission.raw() != null) {
      results.put("attribution_raw", fetched(tf, emission.raw().values()));
    }
    results.put("score", fetched(tf, planned.score()));
    results.put(TARGET, fetched(tf, graph.target().classes()));
    if (emission.residual() != null) {
      results.put("residual", fetched(tf, emission.residual()));
    }
    return results;
  }

  /** What may be fed, and one tensor that two outputs name, cannot be fetched as it is. */
  private static TensorInfo fetched(Emitter tf, Operand<?> tensor) {
    return TensorInfos.of(tf.apply("Identity", tensor));
  }

  private List<Exported.Added> added(GrownModel grown) {
    List<Exported.Added> added = new ArrayList<>();
    signatures.forEach(
        (name, def) ->
            added.add(
                new Exported.Added(
                    specs.getOrDefault(name, ""),
                    new SignatureSpec(name, specs(def.getInputsMap()), specs(def.getOutputsMap())),
                    grown.nodesOf().getOrDefault(name, 0))));
    return added;
  }

  private static List<TensorSpec> specs(Map<String, TensorInfo> tensors) {
    List<TensorSpec> specs = new ArrayList<>();
    tensors.forEach(
        (name, info) ->
            specs.add(
                new TensorSpec(
                    name,
                    info.getDtype().name().replaceFirst("^DT_", ""),
                    info.getTensorShape().getDimList().stream().map(d -> d.getSize()).toList(),
                    info.getName())));
    return specs;
  }
}
