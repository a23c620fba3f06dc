package io.github.gradlens.cli;

import io.github.gradlens.io.Preprocess;
import io.github.gradlens.metric.MetricSpec;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one {@code evaluate} call was asked for, read but not yet matched with the model.
 *
 * @param labels null for the model's own labels.txt
 * @param chosen the preprocessing that was asked for; null where none was
 * @param batchSize 0 for what the memory bound allows
 */
record EvaluateSettings(
    ModelOptions model,
    RequestOptions request,
    List<String> inputs,
    List<MetricSpec> metrics,
    Path folder,
    @Nullable Path labels,
    @Nullable Preprocess chosen,
    int batchSize,
    boolean force) {
  EvaluateSettings {
    inputs = List.copyOf(inputs);
    metrics = List.copyOf(metrics);
  }
}
