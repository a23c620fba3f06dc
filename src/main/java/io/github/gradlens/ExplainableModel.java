package io.github.gradlens;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.OpDefs;
import io.github.gradlens.model.FlatSignature;
import io.github.gradlens.model.LoadedModel;
import io.github.gradlens.rewrite.Admission;
import io.github.gradlens.rewrite.CheckpointFiles;
import io.github.gradlens.rewrite.SavedModelFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.RewriterConfig;

/**
 * A SavedModel that can be explained. It owns native memory: close it. One model may be used from
 * many threads.
 */
public final class ExplainableModel implements AutoCloseable {
  private final LoadedModel model;
  private final @Nullable Path folder;
  private final String fingerprint;

  private ExplainableModel(LoadedModel model, @Nullable Path folder, String fingerprint) {
    this.model = model;
    this.folder = folder;
    this.fingerprint = fingerprint;
  }

  /** Loads the SavedModel in a folder with the default options. */
  public static ExplainableModel load(Path folder) {
    return load(folder, LoadOptions.defaults());
  }

  /**
   * Loads the SavedModel in a folder. Its protobuf is checked before TensorFlow sees it.
   *
   * @throws io.github.gradlens.error.ModelException where the folder holds no model that can be
   *     loaded
   */
  public static ExplainableModel load(Path folder, LoadOptions options) {
    MetaGraphDef meta = SavedModelFile.read(folder);
    Admission.check(meta, OpDefs.registered()::find);
    CheckpointFiles.check(folder, meta);
    boolean frozen = options.weights() == LoadOptions.Weights.FROZEN;
    return new ExplainableModel(
        LoadedModel.load(folder, meta, frozen, config(options)), folder, digest(meta));
  }

  /**
   * Explains a model that a service already holds. The bundle's graph gains the explanation's ops,
   * its variables are used as they are, and it stays the caller's to close, after this.
   */
  public static ExplainableModel of(SavedModelBundle bundle) {
    return new ExplainableModel(LoadedModel.of(bundle), null, digest(bundle.metaGraphDef()));
  }

  /** The signatures that compute something, by name. */
  public List<SignatureSpec> signatures() {
    return model.signatures().stream().map(this::signature).toList();
  }

  /**
   * One signature.
   *
   * @throws UsageException where there is none of that name; it lists them
   */
  public SignatureSpec signature(String name) {
    FlatSignature flat = model.signature(name);
    return new SignatureSpec(name, specs(flat.model().inputs()), specs(flat.model().outputs()));
  }

  /** Layers, sites and methods of a signature. */
  public Inspection inspect(String signature) {
    return Inspector.inspect(model, signature(signature));
  }

  /**
   * Prepares explanations of any number of batches. The explainer holds a session of its own: close
   * it before the model.
   */
  public Explainer explainer(ExplainRequest request) {
    return Explainer.open(model, request);
  }

  /** Prepares an evaluation of the request's methods. Close it before the model. */
  public Evaluator evaluator(ExplainRequest request) {
    return Evaluator.open(model, request);
  }

  /**
   * Writes a copy of the model that explains itself: for each method a signature {@code
   * explain_LABEL} for the class that the model predicts, and {@code explain_LABEL_target} for a
   * class that its caller names (input {@code target}, int64 [B]). Both give the model's own
   * outputs, {@code attribution} ({@code attribution_INPUT} where several inputs are explained),
   * {@code score}, {@code target}, {@code residual} where the method has one, and {@code
   * attribution_raw} of a class activation map.
   *
   * <p>All that was in the model stays as it was. The batch size stays dynamic.
   *
   * @param request its target and timeout are not used, and it names no inner score
   * @param out the folder to write
   * @throws UsageException where a method cannot be held by a graph, which the message explains; or
   *     where something stands in the folder; or where this model was not loaded from a folder
   */
  public Exported export(ExplainRequest request, ExportOptions options, Path out) {
    if (folder == null) {
      throw new UsageException(
          "a bundle in memory cannot be exported, since its weights are on no disk; load the folder"
              + " with ExplainableModel.load");
    }
    return ModelExport.run(model, folder, fingerprint, request, options, out);
  }

  /** SHA-256 of the model's graph and signatures, 16 hexadecimal digits. */
  public String fingerprint() {
    return fingerprint;
  }

  /** The model as this library's own packages see it; no part of the API. */
  public LoadedModel loaded() {
    return model;
  }

  @Override
  public void close() {
    model.close();
  }

  static List<TensorSpec> specs(Map<String, io.github.gradlens.rewrite.FlatTensor> tensors) {
    List<TensorSpec> specs = new ArrayList<>();
    tensors.forEach(
        (name, tensor) -> {
          List<Long> shape = new ArrayList<>();
          if (!tensor.shape().isUnknown()) {
            for (long size : tensor.shape().asArray()) {
              shape.add(size);
            }
          }
          specs.add(
              new TensorSpec(
                  name, tensor.type().name().replaceFirst("^DT_", ""), shape, tensor.tensor()));
        });
    return specs;
  }

  static ConfigProto config(LoadOptions options) {
    RewriterConfig.Builder rewriter = RewriterConfig.newBuilder();
    if (options.precision() == LoadOptions.Precision.BF16) {
      rewriter.setAutoMixedPrecisionOnednnBfloat16(RewriterConfig.Toggle.ON);
    }
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(options.threads())
        .setInterOpParallelismThreads(options.threads())
        .setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(rewriter))
        .build();
  }

  private static String digest(MetaGraphDef meta) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(meta.getGraphDef().toByteArray());
      meta.getSignatureDefMap().keySet().stream()
          .sorted()
          .forEach(name -> sha.update(name.getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(sha.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new UsageException("this Java has no SHA-256", e);
    }
  }
}
