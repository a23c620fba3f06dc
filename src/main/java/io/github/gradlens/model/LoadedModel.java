package io.github.gradlens.model;

import io.github.gradlens.error.ModelException;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.CanonicalForm;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.OpDefs;
import io.github.gradlens.graph.TensorFacts;
import io.github.gradlens.rewrite.FlatModel;
import io.github.gradlens.rewrite.FlatTensor;
import io.github.gradlens.rewrite.Flatten;
import io.github.gradlens.rewrite.FreezeVariables;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;

/** A SavedModel in native memory, and the flat form of each signature that was asked for. */
public final class LoadedModel implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LoadedModel.class.getName());
  private static final long LARGEST_FROZEN = Integer.MAX_VALUE;

  private final MetaGraphDef meta;
  private final SavedModelBundle bundle;
  private final boolean owned;
  private final boolean frozen;
  private final ConfigProto config;
  private final Map<String, FlatSignature> flat = new LinkedHashMap<>();
  private final Map<String, Operand<?>> reads = new HashMap<>();

  private LoadedModel(
      MetaGraphDef meta,
      SavedModelBundle bundle,
      boolean owned,
      boolean frozen,
      ConfigProto config) {
    this.meta = meta;
    this.bundle = bundle;
    this.owned = owned;
    this.frozen = frozen;
    this.config = config;
  }

  /** Loads a folder whose protobuf was admitted. */
  public static LoadedModel load(
      Path folder, MetaGraphDef meta, boolean frozen, ConfigProto config) {
    try {
      SavedModelBundle bundle =
          SavedModelBundle.loader(folder.toString())
              .withTags("serve")
              .withConfigProto(config)
              .load();
      return new LoadedModel(meta, bundle, true, frozen, config);
    } catch (RuntimeException e) {
      throw new ModelException(
          "TensorFlow cannot load '"
              + folder
              + "': "
              + oneLine(e)
              + ". Export the model again, or load it once in Python to see what is damaged",
          e);
    }
  }

  /** Explains a bundle that somebody else holds and closes; its variables stay live. */
  public static LoadedModel of(SavedModelBundle bundle) {
    return new LoadedModel(
        bundle.metaGraphDef(), bundle, false, false, ConfigProto.getDefaultInstance());
  }

  public MetaGraphDef meta() {
    return meta;
  }

  public SavedModelBundle bundle() {
    return bundle;
  }

  /** The names of the signatures that compute something. */
  public Set<String> signatures() {
    Set<String> names = new TreeMap<>(meta.getSignatureDefMap()).keySet();
    names.removeIf(name -> name.startsWith("__saved_model"));
    return names;
  }

  /** A signature in its flat form. */
  public synchronized FlatSignature signature(String name) {
    FlatSignature found = flat.get(name);
    if (found == null) {
      SignatureDef def = meta.getSignatureDefMap().get(name);
      if (def == null || name.startsWith("__saved_model")) {
        throw new UsageException(
            "no signature '" + name + "'; the model has " + String.join(", ", signatures()));
      }
      found = flatten(name, def, frozen);
      flat.put(name, found);
    }
    return found;
  }

  /**
   * A signature in its flat form, for a graph that is written.
   *
   * @param constants whether its variables are constants there; where the answer's are not, they
   *     cannot be
   */
  public FlatSignature signature(String name, boolean constants) {
    FlatSignature own = signature(name);
    return own.frozen() == constants
        ? own
        : flatten(name, meta.getSignatureDefOrThrow(name), constants);
  }

  private FlatSignature flatten(String name, SignatureDef def, boolean constants) {
    FlatModel model = Flatten.signature(meta, def, OpDefs.registered()::find);
    boolean stateful = FreezeVariables.mustStayLive(model.graph());
    if (constants && stateful) {
      LOG.log(
          System.Logger.Level.INFO,
          "signature {0} holds tables or changes variables; its weights stay live",
          name);
    }
    boolean freeze = constants && !stateful && weightBytes(model.graph()) <= LARGEST_FROZEN;
    GraphDef graph = freeze ? FreezeVariables.apply(model.graph()) : model.graph();
    List<String> inputs = model.inputs().values().stream().map(FlatTensor::tensor).toList();
    Network network = Network.of(graph, inputs);
    TensorFacts facts = TensorFacts.infer(network, library(graph));
    return new FlatSignature(name, model.withGraph(graph), network, facts, freeze);
  }

  /** Canonicalises a signature; no pass removes a kept tensor. */
  public Canonical canonical(FlatSignature signature, Set<String> kept, CanonicalForm form) {
    return Canonical.of(signature, kept, form);
  }

  /** Opens a session for a canonical network of the signature. */
  public Engine open(FlatSignature signature, Set<String> kept, CanonicalForm form) {
    Canonical canonical = canonical(signature, kept, form);
    if (!signature.frozen()) {
      return Engine.live(canonical, bundle.graph(), bundle.session(), kept);
    }
    try (Variables values = read(canonical.network())) {
      return Engine.frozen(
          canonical, library(signature.model().graph()), config, values.byName(), kept);
    }
  }

  /** Opens a session for a canonical network of the signature whose variables can be set. */
  public Engine openMutable(FlatSignature signature, Set<String> kept, CanonicalForm form) {
    Canonical canonical = canonical(signature, kept, form);
    try (Variables values = read(canonical.network())) {
      return Engine.mutable(
          canonical, library(signature.model().graph()), config, values.byName(), kept);
    }
  }

  /**
   * Opens a canonical network of the signature in the graph and session of another model's, which
   * stays the one to close.
   *
   * @throws ModelException where the signature holds tables or changes variables
   */
  public Engine join(FlatSignature signature, Set<String> kept, CanonicalForm form, Engine host) {
    if (!signature.frozen()) {
      throw new ModelException(
          "signature "
              + signature.name()
              + " holds tables, changes variables or has weights above 2 GiB, so it cannot stand in"
              + " the graph of another model; export it without these");
    }
    Canonical canonical = canonical(signature, kept, form);
    try (Variables values = read(canonical.network())) {
      return host.beside(
          canonical.network(),
          canonical.facts(),
          library(signature.model().graph()),
          values.byName(),
          kept);
    }
  }

  /** The trained variables of a signature by layer, in the order of the network. */
  public List<List<String>> weightedLayers(FlatSignature signature) {
    return WeightedLayers.of(signature);
  }

  /** Adds a canonical network of the signature to a graph that holds the model's own. */
  public Engine write(FlatSignature signature, Set<String> kept, CanonicalForm form, Graph graph) {
    Canonical canonical = canonical(signature, kept, form);
    if (!signature.frozen()) {
      return Engine.live(canonical, graph, null, kept);
    }
    try (Variables values = read(canonical.network())) {
      return Engine.written(
          canonical, graph, library(signature.model().graph()), values.byName(), kept);
    }
  }

  /** Values of variables, closed once they stand in a graph. */
  private record Variables(Map<String, Tensor> byName, @Nullable Result result)
      implements AutoCloseable {
    @Override
    public void close() {
      if (result != null) {
        result.close();
      }
    }
  }

  private synchronized Variables read(Network network) {
    Map<String, DataType> types = new LinkedHashMap<>();
    for (Node node : network.staticNodes()) {
      AttrValue variable = node.attr(FreezeVariables.VARIABLE);
      if (variable != null) {
        types.putIfAbsent(variable.getS().toStringUtf8(), node.type("dtype", DataType.DT_FLOAT));
      }
    }
    if (types.isEmpty()) {
      return new Variables(Map.of(), null);
    }
    Session.Runner runner = bundle.session().runner();
    types.forEach(
        (name, type) -> runner.fetch(reads.computeIfAbsent(name, key -> readOf(key, type))));
    Result result;
    try {
      result = runner.run();
    } catch (RuntimeException e) {
      throw new ModelException(
          "the model's variables cannot be read: "
              + oneLine(e)
              + ". Its variables/ folder does not belong to this saved_model.pb; export it again",
          e);
    }
    Map<String, Tensor> values = new LinkedHashMap<>();
    int next = 0;
    for (String name : types.keySet()) {
      values.put(name, result.get(next++));
    }
    return new Variables(values, result);
  }

  /** Ops cannot leave a graph, so each variable gets one read however often it is asked for. */
  private Operand<?> readOf(String name, DataType type) {
    var handle = bundle.graph().operation(name);
    if (handle == null) {
      throw new ModelException("variable '" + name + "' is not in the loaded graph");
    }
    if (!handle.type().equals("VarHandleOp")) {
      return handle.output(0);
    }
    Emitter tf = new Emitter(Ops.create(bundle.graph())).scoped("gradlens_read");
    return tf.op("ReadVariableOp").in(handle.output(0)).attr("dtype", type).one();
  }

  /** The functions of a graph without its nodes. */
  static GraphDef library(GraphDef graph) {
    return GraphDef.newBuilder()
        .setVersions(graph.getVersions())
        .setLibrary(graph.getLibrary())
        .build();
  }

  /** What the variables take, doubles counted as such and everything else as four bytes. */
  private static long weightBytes(GraphDef graph) {
    long bytes = 0;
    for (NodeDef variable : FreezeVariables.variables(graph).values()) {
      long elements = 1;
      for (var dim : variable.getAttrOrThrow("shape").getShape().getDimList()) {
        elements *= Math.max(1, dim.getSize());
      }
      bytes +=
          elements * (variable.getAttrOrThrow("dtype").getType() == DataType.DT_DOUBLE ? 8 : 4);
    }
    return bytes;
  }

  static String oneLine(Throwable e) {
    String message = e.getMessage();
    return message == null
        ? e.getClass().getSimpleName()
        : message.lines().findFirst().orElse("").strip();
  }

  @Override
  public void close() {
    if (owned) {
      bundle.close();
    }
  }
}
