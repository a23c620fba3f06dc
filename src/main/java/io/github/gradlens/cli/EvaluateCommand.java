package io.github.gradlens.cli;

import io.github.gradlens.io.Preprocess;
import io.github.gradlens.metric.MetricSpec;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores explanations. */
@Command(
    name = "evaluate",
    description = "Scores the explanations of several methods by several metrics.",
    sortOptions = false,
    modelTransformer = MetricList.class,
    footer = {
      "",
      "INPUT is as in explain. DIR gets report.html, summary.csv, metrics.jsonl and run.json. Beside",
      "each figure stands the same figure of a random map. Where the folders of inputs are named by",
      "classes (DIR/CLASS/FILE), the model's accuracy is printed too.",
    })
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private ModelOptions modelOptions = new ModelOptions();

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "INPUT",
      description = "What to explain.")
  private List<String> inputs = new ArrayList<>();

  @Mixin private RequestOptions request = new RequestOptions();

  @Option(
      names = "--metric",
      paramLabel = "SPEC",
      required = true,
      description = {
        "[LABEL=]ID[:KEY=VALUE,KEY=VALUE], as in",
        "del=deletion:steps=20. Repeat for several."
      })
  private List<String> metrics = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the results.")
  private @Nullable Path folder;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Class names, one a line (MODEL/labels.txt).")
  private @Nullable Path labels;

  @Option(
      names = "--preprocess",
      paramLabel = "P",
      description = "Of images: raw (0 to 255, default), unit, symmetric, caffe, torch.")
  private @Nullable String preprocess;

  @Option(
      names = "--batch-size",
      paramLabel = "N|auto",
      description = "Inputs taken in at once (auto: as --memory allows).")
  private String batchSize = "auto";

  @Option(names = "--force", description = "Write into a folder that holds results.")
  private boolean force;

  @Mixin CommonOptions common = new CommonOptions();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    EvaluateSettings settings =
        new EvaluateSettings(
            modelOptions,
            request,
            List.copyOf(inputs),
            MetricSpec.parseAll(metrics),
            Objects.requireNonNull(folder),
            labels,
            preprocess == null ? null : Preprocess.of(preprocess),
            ExplainCommand.batch(batchSize),
            force);
    var line = Objects.requireNonNull(spec).commandLine();
    return new EvaluateRun(settings, line.getOut(), line.getErr()).run();
  }
}
