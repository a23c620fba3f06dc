package io.github.gradlens.cli;

import io.github.gradlens.ExplainableModel;
import io.github.gradlens.LoadOptions;
import io.github.gradlens.SignatureSpec;
import io.github.gradlens.error.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which model, which signature, and how it is run. */
final class ModelOptions {
  private static final String DEFAULT_SIGNATURE = "serving_default";

  @Parameters(index = "0", paramLabel = "MODEL", description = "Folder of the SavedModel.")
  @Nullable Path model;

  @Option(
      names = "--signature",
      paramLabel = "S",
      description = "Signature (serving_default, or the only one).")
  @Nullable String signature;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that TensorFlow uses (all processors).")
  @Nullable Integer threads;

  @Option(
      names = "--precision",
      paramLabel = "P",
      description = "fp32 (default), or bf16: faster, maps change by about 1 %%.")
  String precision = "fp32";

  Path folder() {
    return Objects.requireNonNull(model);
  }

  LoadOptions loadOptions() {
    LoadOptions options = LoadOptions.defaults();
    if (threads != null) {
      if (threads < 1) {
        throw new UsageException("--threads " + threads + " is not valid; give 1 or more");
      }
      options = options.withThreads(threads);
    }
    return switch (precision) {
      case "fp32" -> options;
      case "bf16" -> options.withPrecision(LoadOptions.Precision.BF16);
      default ->
          throw new UsageException(
              "--precision '" + precision + "' is not valid; use fp32 or bf16");
    };
  }

  ExplainableModel load() {
    return ExplainableModel.load(folder(), loadOptions());
  }

  /** The signature that was asked for, or the default, or the only one. */
  SignatureSpec signature(ExplainableModel loaded) {
    List<SignatureSpec> all = loaded.signatures();
    if (signature == null && all.size() == 1 && !all.get(0).name().equals(DEFAULT_SIGNATURE)) {
      return all.get(0);
    }
    return loaded.signature(signature == null ? DEFAULT_SIGNATURE : signature);
  }
}
