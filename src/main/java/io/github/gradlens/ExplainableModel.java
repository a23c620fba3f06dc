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
  private final String fingerprint;

  private ExplainableModel(LoadedModel model, String fingerprint) {
    this.model = model;
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
        LoadedModel.load(folder, meta, frozen, config(options)), digest(meta));
  }

  /**
   * Explains a model that a service already holds. The bundle's graph gains the explanation's ops,
   * its variables are used as they are, and it stays the caller's to close, after this.
   */
  public static ExplainableModel of(SavedModelBundle bundle) {
    return new ExplainableModel(LoadedModel.of(bundle), digest(bundle.metaGraphDef()));
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

  /** SHA-256 of the model's graph and signatures, 16 hexadecimal digits. */
  public String fingerprint() {
    return fingerprint;
  }

  LoadedModel loaded() {
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
