package io.github.gradlens.cli;

import io.github.gradlens.ExplainRequest;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.method.SpecContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is explained and by which methods. */
final class RequestOptions {
  private static final double LONGEST = 1e7;

  @Mixin QuestionOptions question = new QuestionOptions();

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = {
        "argmax (default), INDEX[;INDEX...], NAME, A-B, margin,",
        "or FILE.npy: one index an input, or a mask."
      })
  String target = "argmax";

  @Option(
      names = "--score-at",
      paramLabel = "TENSOR[:i,j,c]",
      description = "Explain an inner tensor in place of the output.")
  @Nullable String scoreAt;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Longest time that one run may take (no limit).")
  @Nullable Double timeout;

  /** Everything but the target, which needs the class names. */
  ExplainRequest request(String signature, SpecContext context) {
    if (timeout != null && !(timeout > 0 && timeout < LONGEST)) {
      throw new UsageException("--timeout " + timeout + " is out of range; give seconds above 0");
    }
    return question
        .request(signature, context)
        .scoreAt(scoreAt)
        .timeout(timeout == null ? null : Duration.ofMillis(Math.round(timeout * 1000)));
  }
}
