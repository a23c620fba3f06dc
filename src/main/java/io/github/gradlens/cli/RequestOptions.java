package io.github.gradlens.cli;

import io.github.gradlens.ExplainRequest;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.method.MethodSpec;
import io.github.gradlens.method.ScoreKind;
import io.github.gradlens.method.SpecContext;
import io.github.gradlens.method.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is explained and by which methods. */
final class RequestOptions {
  private static final double LONGEST = 1e7;

  @Option(
      names = "--method",
      paramLabel = "SPEC",
      required = true,
      description = {
        "[LABEL=]ID[:KEY=VALUE,KEY=VALUE], as in",
        "ig=integrated-gradients:steps=100. Repeat for several."
      })
  List<String> methods = new ArrayList<>();

  @Option(names = "--output", paramLabel = "NAME", description = "Output (the only one).")
  @Nullable String output;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = {
        "argmax (default), INDEX[;INDEX...], NAME, A-B, margin,",
        "or FILE.npy: one index an input, or a mask."
      })
  String target = "argmax";

  @Option(
      names = "--score",
      paramLabel = "SCORE",
      description = "logit (default), output or logodds.")
  String score = "logit";

  @Option(
      names = "--score-at",
      paramLabel = "TENSOR[:i,j,c]",
      description = "Explain an inner tensor in place of the output.")
  @Nullable String scoreAt;

  @Option(
      names = "--at",
      paramLabel = "LAYER",
      description =
          "Attribute to a layer or tensor (every float input); auto: embedding or decoded image.")
  @Nullable String at;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = "Bound on the activations of one run (1GiB).")
  @Nullable String memory;

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
    return new ExplainRequest(
        signature,
        output,
        MethodSpec.parseAll(methods, context),
        Target.ARGMAX,
        ScoreKind.parse(score),
        scoreAt,
        at,
        memory == null ? ExplainRequest.DEFAULT_MEMORY : MemorySize.parse("--memory", memory),
        timeout == null ? null : Duration.ofMillis(Math.round(timeout * 1000)));
  }
}
