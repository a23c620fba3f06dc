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
 * @param chosen the preprocessing that was asked for; null where none was
 * @param batchSize 0 for what the memory bound allows
 */
record ExplainSettings(
    ModelOptions model,
    RequestOptions request,
    List<String> inputs,
    Path folder,
    Set<Format> formats,
    @Nullable Path labels,
    @Nullable Preprocess chosen,
    int batchSize,
    PictureOptions pictures,
    boolean force) {
  ExplainSettings {
    inputs = List.copyOf(inputs);
    formats = Set.copyOf(formats);
  }

  Preprocess preprocess() {
    return Surroundings.orRaw(chosen);
  }
}
