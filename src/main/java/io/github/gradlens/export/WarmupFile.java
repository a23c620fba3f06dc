package io.github.gradlens.export;

import io.github.gradlens.error.InputException;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.export.message.ModelSpec;
import io.github.gradlens.export.message.PredictLog;
import io.github.gradlens.export.message.PredictRequest;
import io.github.gradlens.export.message.PredictionLog;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.TensorProto;

/**
 * {@code assets.extra/tf_serving_warmup_requests}: requests that TensorFlow Serving runs when it
 * loads a model, before it answers any. A model's own stay in front.
 *
 * @param own the file of the model that is exported, which need not exist
 */
public record WarmupFile(Path own, List<Request> requests) implements ModelFolder.Content {
  /** Where TensorFlow Serving looks. */
  public static final String PATH = "assets.extra/tf_serving_warmup_requests";

  /** How many TensorFlow Serving takes; it does not load a model with more. */
  public static final int MOST = 1000;

  /**
   * Requests of a model.
   *
   * @throws UsageException where they are too many
   */
  public WarmupFile {
    requests = List.copyOf(requests);
    int before = count(own);
    if (before + requests.size() > MOST) {
      throw new UsageException(
          "--warmup makes "
              + requests.size()
              + " requests, one an example and signature"
              + (before == 0 ? "" : ", beside the " + before + " that the model has")
              + "; TensorFlow Serving takes at most "
              + MOST
              + ". Give fewer examples or methods");
    }
  }

  /**
   * One request.
   *
   * @param inputs made when they are written, since all at once may be many
   */
  public record Request(String signature, Inputs inputs) {
    private byte[] bytes() {
      PredictRequest request =
          PredictRequest.newBuilder()
              .setModelSpec(ModelSpec.newBuilder().setSignatureName(signature))
              .putAllInputs(inputs.tensors())
              .build();
      return PredictionLog.newBuilder()
          .setPredictLog(PredictLog.newBuilder().setRequest(request))
          .build()
          .toByteArray();
    }
  }

  /** Tensors by the names that a signature has for them. */
  public interface Inputs {
    Map<String, TensorProto> tensors();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    if (Files.exists(own)) {
      Files.copy(own, out);
    }
    for (Request request : requests) {
      TfRecord.write(out, request.bytes());
    }
  }

  private static int count(Path file) {
    if (!Files.exists(file)) {
      return 0;
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return TfRecord.count(in, file.toString());
    } catch (IOException e) {
      throw new InputException("'" + file + "' cannot be read: " + e.getMessage(), e);
    }
  }
}
