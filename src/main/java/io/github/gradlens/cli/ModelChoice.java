package io.github.gradlens.cli;

import io.github.gradlens.ExplainableModel;
import io.github.gradlens.SignatureSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which model, and which signature of it. */
final class ModelChoice {
  private static final String DEFAULT_SIGNATURE = "serving_default";

  @Parameters(index = "0", paramLabel = "MODEL", description = "Folder of the SavedModel.")
  @Nullable Path model;

  @Option(
      names = "--signature",
      paramLabel = "S",
      description = "Signature (serving_default, or the only one).")
  @Nullable String signature;

  Path folder() {
    return Objects.requireNonNull(model);
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
