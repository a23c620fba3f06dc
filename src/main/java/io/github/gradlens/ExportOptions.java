package io.github.gradlens;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How explanations are written into a SavedModel.
 *
 * @param heatmap whether signatures give a drawn map too: {@code heatmap}, uint8 [B, H, W, 3], and
 *     {@code heatmap_png}, the same as PNG files
 * @param freeze whether the explanation's weights are constants, folded once, in place of the
 *     model's variables
 * @param version the folder below the named one that gets the model, as TensorFlow Serving's
 *     versions are; null to write into the named one
 * @param force whether a model that stands there is replaced
 * @param dryRun whether all is made ready and nothing written
 * @param warmup batches, one array a named input, that a server runs through every new signature
 *     before it answers
 */
public record ExportOptions(
    boolean heatmap,
    boolean freeze,
    @Nullable Long version,
    boolean force,
    boolean dryRun,
    List<Map<String, NumericArray>> warmup) {
  public ExportOptions {
    if (version != null && version < 1) {
      throw new UsageException("version " + version + " is not valid; give 1 or more");
    }
    warmup = List.copyOf(warmup);
  }

  /** Variables stay variables, nothing is drawn or replaced. */
  public static ExportOptions defaults() {
    return new ExportOptions(false, false, null, false, false, List.of());
  }

  public ExportOptions withHeatmap(boolean drawn) {
    return new ExportOptions(drawn, freeze, version, force, dryRun, warmup);
  }

  public ExportOptions withFreeze(boolean constants) {
    return new ExportOptions(heatmap, constants, version, force, dryRun, warmup);
  }

  public ExportOptions withVersion(@Nullable Long folder) {
    return new ExportOptions(heatmap, freeze, folder, force, dryRun, warmup);
  }

  public ExportOptions withForce(boolean replace) {
    return new ExportOptions(heatmap, freeze, version, replace, dryRun, warmup);
  }

  public ExportOptions withDryRun(boolean only) {
    return new ExportOptions(heatmap, freeze, version, force, only, warmup);
  }

  public ExportOptions withWarmup(List<Map<String, NumericArray>> batches) {
    return new ExportOptions(heatmap, freeze, version, force, dryRun, batches);
  }
}
