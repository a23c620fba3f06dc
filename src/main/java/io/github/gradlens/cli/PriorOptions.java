package io.github.gradlens.cli;

import io.github.gradlens.ExplainableModel;
import io.github.gradlens.LoadOptions;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.maximize.Expert;
import io.github.gradlens.maximize.Generator;
import io.github.gradlens.maximize.ValueRange;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Other models that say what inputs are likely. */
final class PriorOptions {
  @Option(
      names = "--prior",
      paramLabel = "MODEL",
      description = "Expert: a SavedModel of log p(x), an energy or a denoised image.")
  @Nullable Path prior;

  @Option(
      names = "--prior-weight",
      paramLabel = "W",
      description = "Weight of log p(x) (by setting, below).")
  @Nullable Double priorWeight;

  @Option(
      names = "--prior-range",
      paramLabel = "LOW,HIGH",
      description = "Values of the expert's images (the model's own).")
  @Nullable String priorRange;

  @Option(
      names = "--prior-signature",
      paramLabel = "S",
      description = "The expert's signature (as --signature).")
  @Nullable String priorSignature;

  @Option(
      names = "--prior-output",
      paramLabel = "NAME",
      description = "The expert's output (the only one).")
  @Nullable String priorOutput;

  @Option(
      names = "--generator",
      paramLabel = "MODEL",
      description = "A SavedModel that decodes an image from a code, which is learnt.")
  @Nullable Path generator;

  @Option(
      names = "--generator-range",
      paramLabel = "LOW,HIGH",
      description = "Values of the generator's images (the model's own).")
  @Nullable String generatorRange;

  @Option(
      names = "--generator-signature",
      paramLabel = "S",
      description = "The generator's signature (as --signature).")
  @Nullable String generatorSignature;

  @Option(
      names = "--generator-output",
      paramLabel = "NAME",
      description = "The generator's output (the only one).")
  @Nullable String generatorOutput;

  /** Refuses what says something of a model that is not named. */
  void check() {
    if (prior == null) {
      needs("--prior", "--prior-weight", priorWeight);
      needs("--prior", "--prior-range", priorRange);
      needs("--prior", "--prior-signature", priorSignature);
      needs("--prior", "--prior-output", priorOutput);
    }
    if (generator == null) {
      needs("--generator", "--generator-range", generatorRange);
      needs("--generator", "--generator-signature", generatorSignature);
      needs("--generator", "--generator-output", generatorOutput);
    }
    range("--prior-range", priorRange);
    range("--generator-range", generatorRange);
  }

  private static void needs(String model, String option, @Nullable Object value) {
    if (value != null) {
      throw new UsageException(option + " needs " + model + " MODEL, which it speaks of");
    }
  }

  /** The expert's model; null where there is none. */
  @Nullable ExplainableModel loadPrior(LoadOptions options) {
    return prior == null ? null : ExplainableModel.load(prior, options);
  }

  /** The generator's model; null where there is none. */
  @Nullable ExplainableModel loadGenerator(LoadOptions options) {
    return generator == null ? null : ExplainableModel.load(generator, options);
  }

  @Nullable Expert expert(@Nullable ExplainableModel model) {
    return model == null
        ? null
        : new Expert(model, priorSignature, priorOutput, range("--prior-range", priorRange));
  }

  @Nullable Generator generator(@Nullable ExplainableModel model) {
    return model == null
        ? null
        : new Generator(
            model, generatorSignature, generatorOutput, range("--generator-range", generatorRange));
  }

  static @Nullable ValueRange range(String option, @Nullable String text) {
    if (text == null) {
      return null;
    }
    String[] parts = text.split(",", -1);
    try {
      if (parts.length == 2) {
        return new ValueRange(Float.parseFloat(parts[0]), Float.parseFloat(parts[1]));
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for all bad values.
    }
    throw new UsageException(option + " '" + text + "' is not valid; write LOW,HIGH, as in 0,1");
  }
}
