package io.github.gradlens.cli;

import io.github.gradlens.io.Preprocess;
import io.github.gradlens.render.PictureOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one {@code explain} call was asked for, read but not yet matched with the model.
 *
 * @param labels null for the model's own labels.txt
 * @param batchSize 0 for what the memory bound allows
 */
record ExplainSettings(
    ModelOptions model,
    RequestOptions request,
    List<String> inputs,
    Path folder,
    Set<Format> formats,
    @Nullable Path labels,
    Preprocess preprocess,
    int batchSize,
    PictureOptions pictures,
    boolean force) {
  ExplainSettings {
    inputs = List.copyOf(inputs);
    formats = Set.copyOf(formats);
  }
}
