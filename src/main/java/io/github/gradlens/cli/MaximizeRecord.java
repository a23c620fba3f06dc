package io.github.gradlens.cli;

import io.github.gradlens.ExplainableModel;
import io.github.gradlens.maximize.MaximizeRequest;
import io.github.gradlens.maximize.Penalties;
import io.github.gradlens.maximize.Phase;
import io.github.gradlens.maximize.Search;
import io.github.gradlens.maximize.ValueRange;
import io.github.gradlens.render.ReportHead;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.TensorFlow;

/** Every setting of a call with its defaults resolved, for run.json and for the report. */
final class MaximizeRecord {
  private MaximizeRecord() {}

  /** What run.json holds beside {@link #asked}: versions and models. */
  static Map<String, Object> models(
      MaximizeSettings settings,
      MaximizeRequest request,
      ExplainableModel model,
      @Nullable ExplainableModel prior,
      @Nullable ExplainableModel generator) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("version", Versions.gradlens());
    record.put("tensorflow", TensorFlow.version());
    record.put("tensorflow_java", Versions.tensorflowJava());
    record.put("model", settings.model().folder().toString());
    record.put("fingerprint", model.fingerprint());
    record.put("prior_fingerprint", prior == null ? null : prior.fingerprint());
    record.put("generator_fingerprint", generator == null ? null : generator.fingerprint());
    record.put("precision", settings.model().precision);
    record.put("memory_bytes", request.search().memory());
    return record;
  }

  /** What was asked for, in the words of the command line. */
  static Map<String, Object> asked(
      MaximizeSettings settings, MaximizeRequest request, MaximizeCanvas canvas) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("setting", settings.setting().name().toLowerCase(Locale.ROOT));
    record.put("objective", MaximizeText.formula(request));
    record.put("signature", request.signature());
    record.put("output", request.output());
    record.put("score", request.score().name().toLowerCase(Locale.ROOT));
    record.put("targets", settings.targets());
    record.put("canvas", canvas(canvas));
    record.put("preprocess", canvas.image() ? canvas.preprocess().id() : null);
    boolean drawn = request.generator() == null;
    record.put("parametrisation", drawn ? request.parametrisation().id() : null);
    record.put(
        "spectrum",
        request.parametrisation() instanceof Phase phase ? phase.spectrum().id() : null);
    record.put("transforms", request.transforms().text());
    weights(record, settings, request.penalties());
    priors(record, settings.priors());
    search(record, settings, request.search());
    return record;
  }

  /** The same for a reader, without what was left alone. */
  static List<ReportHead.Setting> lines(
      MaximizeSettings settings, MaximizeRequest request, MaximizeCanvas canvas) {
    Map<String, Object> record = asked(settings, request, canvas);
    record.remove("setting");
    record.remove("targets");
    record.put("canvas", text(canvas));
    List<ReportHead.Setting> lines = new ArrayList<>();
    record.forEach(
        (name, value) -> {
          boolean weight = value instanceof Double number && number == 0;
          if (value != null && !weight) {
            String text = value instanceof Double n ? MaximizeText.number(n) : value.toString();
            lines.add(new ReportHead.Setting(name.replace('_', ' '), text));
          }
        });
    return lines;
  }

  private static String text(MaximizeCanvas canvas) {
    if (!canvas.image()) {
      return canvas.width() + " numbers without bounds";
    }
    List<String> bounds = new ArrayList<>();
    for (int c = 0; c < canvas.channels(); c++) {
      bounds.add(
          MaximizeText.number(canvas.low().get(c))
              + " to "
              + MaximizeText.number(canvas.high().get(c)));
    }
    boolean alike = new HashSet<>(bounds).size() == 1;
    return canvas.height()
        + " × "
        + canvas.width()
        + " × "
        + canvas.channels()
        + ", "
        + (alike ? bounds.get(0) : String.join("; ", bounds));
  }

  private static Map<String, Object> canvas(MaximizeCanvas canvas) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("image", canvas.image());
    record.put("height", canvas.height());
    record.put("width", canvas.width());
    record.put("channels", canvas.channels());
    record.put("low", canvas.low());
    record.put("high", canvas.high());
    record.put("bgr", canvas.reversed());
    return record;
  }

  private static void weights(
      Map<String, Object> record, MaximizeSettings settings, Penalties penalties) {
    record.put("l2", penalties.l2());
    record.put("mean", text(settings.penalties().mean));
    record.put("tv", penalties.tv());
    record.put("prior_weight", penalties.expert());
    record.put("diversity", penalties.diversity());
    record.put("diversity_at", penalties.diversityAt());
  }

  private static void priors(Map<String, Object> record, PriorOptions priors) {
    record.put("prior", text(priors.prior));
    record.put("prior_signature", priors.priorSignature);
    record.put("prior_output", priors.priorOutput);
    record.put("prior_range", range(PriorOptions.range("--prior-range", priors.priorRange)));
    record.put("generator", text(priors.generator));
    record.put("generator_signature", priors.generatorSignature);
    record.put("generator_output", priors.generatorOutput);
    record.put(
        "generator_range", range(PriorOptions.range("--generator-range", priors.generatorRange)));
  }

  private static @Nullable List<Float> range(@Nullable ValueRange range) {
    return range == null ? null : List.of(range.low(), range.high());
  }

  private static void search(Map<String, Object> record, MaximizeSettings settings, Search search) {
    record.put("steps", search.steps());
    record.put("learning_rate", search.rate());
    record.put("optimizer", search.optimiser().id());
    record.put("count", search.count());
    record.put("restarts", search.restarts());
    record.put("minimize", search.minimize());
    record.put("seed", search.seed());
    record.put("start", text(settings.ascent().start));
  }

  private static @Nullable String text(@Nullable Path path) {
    return path == null ? null : path.toString();
  }
}
