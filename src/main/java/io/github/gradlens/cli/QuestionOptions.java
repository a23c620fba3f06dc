package io.github.gradlens.cli;

import io.github.gradlens.ExplainRequest;
import io.github.gradlens.method.MethodSpec;
import io.github.gradlens.method.ScoreKind;
import io.github.gradlens.method.SpecContext;
import io.github.gradlens.method.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The methods, and what of the model they explain. */
final class QuestionOptions {
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
      names = "--score",
      paramLabel = "SCORE",
      description = "logit (default), output or logodds.")
  String score = "logit";

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

  /** The request, without its target. */
  ExplainRequest request(String signature, SpecContext context) {
    return new ExplainRequest(
        signature,
        output,
        MethodSpec.parseAll(methods, context),
        Target.ARGMAX,
        ScoreKind.parse(score),
        null,
        at,
        memory == null ? ExplainRequest.DEFAULT_MEMORY : MemorySize.parse("--memory", memory),
        null);
  }
}
