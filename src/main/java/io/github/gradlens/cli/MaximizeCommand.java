package io.github.gradlens.cli;

import io.github.gradlens.io.Preprocess;
import io.github.gradlens.method.ScoreKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Seeks the inputs to which a model answers most. */
@Command(
    name = "maximize",
    description =
        "Learns the inputs that a model looks for: prototypes of classes, layers, neurons.",
    sortOptions = false,
    modelTransformer = MaximizeDefaults.class,
    footer = {
      "",
      "J = f(x) − L2·Σ(x − x̄)² − TV·TV(x) + PRIOR·log p(x) − DIVERSITY·D is made large, x being an image,",
      "or G(z) of a generator. DIR gets report.html, contact-sheet.png, TARGET.png, TARGET.npy,",
      "history.jsonl and run.json.",
    })
final class MaximizeCommand implements Callable<Integer> {
  @Mixin private ModelOptions modelOptions = new ModelOptions();

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      required = true,
      description = {
        "INDEX or NAME of a class, LAYER, LAYER:CHANNEL, LAYER:I,J,C of a neuron,",
        "LAYER:FILE.npy of a direction. Repeat for several."
      })
  private List<String> targets = new ArrayList<>();

  @Mixin private PriorOptions priors = new PriorOptions();
  @Mixin private PenaltyOptions penalties = new PenaltyOptions();
  @Mixin private DrawingOptions drawing = new DrawingOptions();
  @Mixin private AscentOptions ascent = new AscentOptions();

  @Option(
      names = "--preprocess",
      paramLabel = "P",
      description =
          "Of images, whose range of values it is: raw (0 to 255, default), unit, symmetric, caffe, torch.")
  private @Nullable String preprocess;

  @Option(names = "--output", paramLabel = "NAME", description = "Output (the only one).")
  private @Nullable String output;

  @Option(
      names = "--score",
      paramLabel = "SCORE",
      description = "Of classes: logit (default), output or logodds.")
  private String score = "logit";

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Class names, one a line (MODEL/labels.txt).")
  private @Nullable Path labels;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = "Bound on the activations of one step (1GiB).")
  private @Nullable String memory;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the results.")
  private @Nullable Path folder;

  @Option(names = "--force", description = "Write into a folder that holds results.")
  private boolean force;

  @Mixin CommonOptions common = new CommonOptions();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    MaximizeSettings settings =
        new MaximizeSettings(
            modelOptions,
            targets,
            output,
            ScoreKind.parse(score),
            priors,
            penalties,
            drawing,
            ascent,
            labels,
            preprocess == null ? null : Preprocess.of(preprocess),
            MaximizeSettings.memory(memory),
            Objects.requireNonNull(folder),
            force);
    return new MaximizeRun(settings, Objects.requireNonNull(spec).commandLine().getOut()).run();
  }
}
