package io.github.gradlens.cli;

import io.github.gradlens.error.UsageException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the image is written, and what the model sees of it. */
final class DrawingOptions {
  private static final List<String> IDS = List.of("pixels", "fourier", "phase");

  @Option(
      names = "--parametrisation",
      paramLabel = "P",
      description = "What is learnt: pixels (default), fourier or phase.")
  @Nullable String parametrisation;

  @Option(
      names = "--spectrum",
      paramLabel = "DIR",
      description = "Images whose mean spectrum phase keeps (1/f).")
  @Nullable Path spectrum;

  @Option(
      names = "--transform",
      paramLabel = "SPEC",
      description = {
        "What a step sees of the image: none, standard, or some of jitter:PIXELS, scale:LOW;HIGH,",
        "rotate:DEGREES, pad:PIXELS, crop:SIZE;DEVIATION;COPIES, noise:DEVIATION, with commas",
        "between (by setting, below)."
      })
  @Nullable List<String> transforms;

  @Option(
      names = "--size",
      paramLabel = "HxW",
      description = "Of the image, where the model leaves it open or takes it as one row.")
  @Nullable String size;

  String id() {
    return parametrisation == null ? IDS.get(0) : parametrisation;
  }

  /** Refuses what does not go together. */
  void check(PriorOptions priors) {
    if (!IDS.contains(id())) {
      throw new UsageException(
          "unknown parametrisation '" + id() + "'; choose one of " + String.join(", ", IDS));
    }
    if (priors.generator != null && parametrisation != null) {
      throw new UsageException(
          "--generator writes the image, so --parametrisation has no part in it; leave out one");
    }
    if (spectrum != null && !id().equals("phase")) {
      throw new UsageException("--spectrum is kept by --parametrisation phase; give that too");
    }
    size();
  }

  MaximizeCanvas.@Nullable Size size() {
    return size == null ? null : MaximizeCanvas.Size.parse(size);
  }
}
