package io.github.gradlens.cli;

import io.github.gradlens.Attribution;
import io.github.gradlens.ExplainRequest;
import io.github.gradlens.Explanation;
import io.github.gradlens.TensorSpec;
import io.github.gradlens.io.Example;
import io.github.gradlens.io.Inputs;
import io.github.gradlens.io.Labels;
import io.github.gradlens.io.OutputFolder;
import io.github.gradlens.method.MethodSpec;
import io.github.gradlens.method.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that {@code explain} writes of examples, in one order of calls. */
final class Outputs implements AutoCloseable {
  private final ExplainRequest request;
  private final @Nullable Labels labels;
  private final JsonLines lines;
  private final @Nullable ArrayFiles arrays;
  private final @Nullable Gallery gallery;

  /** What a reader should know of each method, by its label. */
  private final Map<String, Set<String>> notes = new LinkedHashMap<>();

  /** Lines that wait for the scale that all pictures share. */
  private final List<Object> waiting = new ArrayList<>();

  private Outputs(
      ExplainRequest request,
      @Nullable Labels labels,
      JsonLines lines,
      @Nullable ArrayFiles arrays,
      @Nullable Gallery gallery) {
    this.request = request;
    this.labels = labels;
    this.lines = lines;
    this.arrays = arrays;
    this.gallery = gallery;
  }

  static Outputs open(
      ExplainSettings settings,
      ExplainRequest request,
      List<TensorSpec> explained,
      @Nullable Labels labels,
      Inputs inputs,
      OutputFolder folder)
      throws IOException {
    boolean pictures =
        settings.formats().contains(Format.PNG) || settings.formats().contains(Format.HTML);
    Gallery gallery =
        pictures ? new Gallery(settings, request, explained, labels, inputs, folder) : null;
    ArrayFiles arrays =
        settings.formats().contains(Format.NPY)
            ? new ArrayFiles(
                folder.path(), (label, tensor) -> label + ExplainRun.suffix(explained, tensor))
            : null;
    return new Outputs(
        request, labels, new JsonLines(folder.path().resolve("results.jsonl")), arrays, gallery);
  }

  /** Why an explanation cannot be written behind the earlier ones; null where it can. */
  @Nullable String obstacle(Explanation explanation) {
    return arrays == null ? null : arrays.obstacle(explanation);
  }

  void add(List<Example> batch, Explanation explanation) throws IOException {
    if (arrays != null) {
      arrays.add(explanation);
    }
    for (Attribution attribution : explanation.attributions()) {
      if (!attribution.notes().isEmpty()) {
        notes
            .computeIfAbsent(attribution.label(), label -> new LinkedHashSet<>())
            .addAll(attribution.notes());
      }
    }
    for (int row = 0; row < batch.size(); row++) {
      List<@Nullable Double> scales =
          gallery == null ? List.of() : gallery.add(batch.get(row), explanation, row);
      for (int m = 0; m < explanation.attributions().size(); m++) {
        ResultLine line = line(batch.get(row), explanation, explanation.attributions().get(m), row);
        write(scales.isEmpty() ? line : line.withScale(scales.get(m)));
      }
    }
  }

  void fail(Example example, String error) {
    for (MethodSpec method : request.methods()) {
      write(new ResultLine.Failure(example.name(), example.index(), method.label(), error));
    }
    if (gallery != null) {
      gallery.fail(example, error);
    }
  }

  Map<String, Set<String>> notes() {
    return notes;
  }

  private void write(Object line) {
    if (gallery != null && gallery.waits()) {
      waiting.add(line);
    } else {
      lines.add(line);
    }
  }

  private ResultLine line(
      Example example, Explanation explanation, Attribution attribution, int row) {
    Long index = explanation.target() == null ? null : explanation.target().get(row);
    String label =
        index == null || labels == null ? null : labels.name(Math.toIntExact(index)).orElse(null);
    Object target =
        index == null && request.target() instanceof Target.Index tuple ? tuple.indices() : index;
    return new ResultLine(
        example.name(),
        example.index(),
        example.row(),
        attribution.label(),
        attribution.spec().spelt(),
        target,
        label,
        finite(attribution.score().get(row)),
        explanation.probability() == null ? null : finite(explanation.probability().get(row)),
        attribution.residual() == null ? null : finite(attribution.residual().get(row)),
        attribution.absorbed() == null ? null : finite(attribution.absorbed().get(row)),
        attribution.folded() == null ? null : finite(attribution.folded().get(row)),
        attribution.converged() == null ? null : attribution.converged().get(row),
        null,
        attribution.seconds());
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  void commit() throws IOException {
    if (gallery != null) {
      List<@Nullable Double> scales = gallery.finish();
      int next = 0;
      for (Object line : waiting) {
        lines.add(line instanceof ResultLine result ? result.withScale(scales.get(next++)) : line);
      }
    }
    if (arrays != null) {
      arrays.commit();
    }
    lines.commit();
  }

  @Override
  public void close() throws IOException {
    lines.close();
    if (arrays != null) {
      arrays.close();
    }
    if (gallery != null) {
      gallery.close();
    }
  }
}
