package io.github.gradlens.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.gradlens.ExplainRequest;
import io.github.gradlens.io.AtomicFile;
import io.github.gradlens.io.OutputFolder;
import io.github.gradlens.io.Preprocess;
import io.github.gradlens.method.MethodSpec;
import io.github.gradlens.render.PictureOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.TensorFlow;

/** {@code run.json}: all that is needed to make the same results again. */
final class RunRecord {
  private final Map<String, Object> record = new LinkedHashMap<>();

  RunRecord(ExplainSettings settings, ExplainRequest request, String fingerprint) {
    this(
        settings.model(),
        settings.inputs(),
        settings.request().target,
        settings.preprocess(),
        request,
        fingerprint);
    record.put(
        "formats",
        settings.formats().stream().map(f -> f.name().toLowerCase(Locale.ROOT)).sorted().toList());
    record.put("pictures", pictures(settings.pictures()));
  }

  RunRecord(EvaluateSettings settings, ExplainRequest request, String fingerprint) {
    this(
        settings.model(),
        settings.inputs(),
        settings.request().target,
        Surroundings.orRaw(settings.chosen()),
        request,
        fingerprint);
    Map<String, String> metrics = new LinkedHashMap<>();
    settings.metrics().forEach(metric -> metrics.put(metric.label(), metric.spelt()));
    record.put("metrics", metrics);
  }

  private RunRecord(
      ModelOptions model,
      List<String> inputs,
      String target,
      Preprocess preprocess,
      ExplainRequest request,
      String fingerprint) {
    record.put("version", Versions.gradlens());
    record.put("tensorflow", TensorFlow.version());
    record.put("tensorflow_java", Versions.tensorflowJava());
    record.put("model", model.folder().toString());
    record.put("fingerprint", fingerprint);
    record.put("signature", request.signature());
    record.put("output", request.output());
    record.put("inputs", inputs);
    Map<String, String> methods = new LinkedHashMap<>();
    Map<String, Long> seeds = new LinkedHashMap<>();
    for (MethodSpec method : request.methods()) {
      methods.put(method.label(), method.spelt());
      String seed = method.values().texts().get("seed");
      if (seed != null) {
        seeds.put(method.label(), Long.valueOf(seed));
      }
    }
    record.put("methods", methods);
    record.put("seeds", seeds);
    record.put("target", target);
    record.put("score", request.score().name().toLowerCase(Locale.ROOT));
    record.put("score_at", request.scoreAt());
    record.put("at", request.at());
    record.put("preprocess", preprocess.id());
    record.put("precision", model.precision);
    record.put("memory_bytes", request.memory());
  }

  private static Map<String, Object> pictures(PictureOptions options) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("scale", options.scale().toString());
    out.put("sign", options.sign() == null ? "by method" : word(options.sign()));
    out.put("clip", options.clip());
    out.put("channels", word(options.channels()));
    out.put("overlay", word(options.overlay()));
    out.put("alpha", options.alpha());
    return out;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What a reader should know of the methods' results, by label. */
  void notes(Map<String, Set<String>> notes) {
    record.put("notes", notes);
  }

  /** How often the model is right, where that can be told; null where not. */
  void accuracy(@Nullable Map<String, Object> accuracy) {
    if (accuracy != null) {
      record.put("accuracy", accuracy);
    }
  }

  void write(OutputFolder folder, long explained, long failed, double seconds) {
    record.put("explained", explained);
    record.put("failed", failed);
    record.put("seconds", seconds);
    write(folder, record);
  }

  /** Writes {@code run.json}. */
  static void write(OutputFolder folder, Map<String, Object> record) {
    try {
      AtomicFile.write(
          folder.file("run.json"),
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(record)
              + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a run's record is plain data", e);
    }
  }
}
