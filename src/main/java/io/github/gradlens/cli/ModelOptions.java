package io.github.gradlens.cli;

import io.github.gradlens.ExplainableModel;
import io.github.gradlens.LoadOptions;
import io.github.gradlens.SignatureSpec;
import io.github.gradlens.error.UsageException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model, which signature, and how it is run. */
final class ModelOptions {
  @Mixin private ModelChoice choice = new ModelChoice();

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
    return choice.folder();
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

  /** The name of the signature that was asked for; null where none was. */
  @Nullable String askedSignature() {
    return choice.signature;
  }

  /** The signature that was asked for, or the default, or the only one. */
  SignatureSpec signature(ExplainableModel loaded) {
    return choice.signature(loaded);
  }
}
