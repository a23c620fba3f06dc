package io.github.gradlens;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.gradlens.method.MethodSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.tensorflow.TensorFlow;

/** {@code assets.extra/run.json}: what an exported model's explanations are. */
final class ExportRecord {
  static final String FILE = "assets.extra/run.json";

  private ExportRecord() {}

  static byte[] of(Path source, String fingerprint, ExplainRequest request, ExportOptions options) {
    Map<String, Object> record = new LinkedHashMap<>();
    String version = ExportRecord.class.getPackage().getImplementationVersion();
    record.put("version", version == null ? "development" : version);
    record.put("tensorflow", TensorFlow.version());
    record.put("model", source.getFileName() == null ? "" : source.getFileName().toString());
    record.put("fingerprint", fingerprint);
    record.put("signature", request.signature());
    record.put("output", request.output());
    Map<String, String> methods = new LinkedHashMap<>();
    for (MethodSpec method : request.methods()) {
      methods.put(method.label(), method.spelt());
    }
    record.put("methods", methods);
    record.put("score", request.score().name().toLowerCase(Locale.ROOT));
    record.put("at", request.at());
    record.put("memory_bytes", request.memory());
    record.put("heatmap", options.heatmap());
    record.put("weights", options.freeze() ? "constants" : "variables");
    try {
      String json =
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(record);
      return (json + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of plain data", e);
    }
  }
}
