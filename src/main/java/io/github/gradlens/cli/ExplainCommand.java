package io.github.gradlens.cli;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.io.Preprocess;
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

/** Explains inputs and writes maps, pictures, a report and their figures. */
@Command(
    name = "explain",
    description = "Explains a model's answers to inputs.",
    sortOptions = false,
    footer = {
      "",
      "INPUT is an image, a folder, a glob, .npy, .npz, .jsonl or .csv. DIR gets report.html,",
      "LABEL/NAME.png, LABEL.npy, results.jsonl and run.json, as --format says.",
      "Methods and their parameters: gradlens inspect MODEL.",
    })
final class ExplainCommand implements Callable<Integer> {
  private static final int LARGEST_BATCH = 100_000;

  @Mixin private ModelOptions modelOptions = new ModelOptions();

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "INPUT",
      description = "What to explain.")
  private List<String> inputs = new ArrayList<>();

  @Mixin private RequestOptions request = new RequestOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the results.")
  private @Nullable Path folder;

  @Option(
      names = "--format",
      paramLabel = "LIST",
      description = "Of png, npy, html (" + Format.DEFAULT + ").")
  private String formats = Format.DEFAULT;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Class names, one a line (MODEL/labels.txt).")
  private @Nullable Path labels;

  @Option(
      names = "--preprocess",
      paramLabel = "P",
      description = {
        "Of images: raw (0 to 255, default), unit, symmetric, caffe, torch. Where it is given,",
        "low and high of methods that have them are its range, unless the SPEC sets them."
      })
  private @Nullable String preprocess;

  @Option(
      names = "--batch-size",
      paramLabel = "N|auto",
      description = "Inputs explained at once (auto: as --memory allows).")
  private String batchSize = "auto";

  @Option(names = "--force", description = "Write into a folder that holds results.")
  private boolean force;

  @Mixin private PictureFlags pictures = new PictureFlags();
  @Mixin CommonOptions common = new CommonOptions();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    ExplainSettings settings =
        new ExplainSettings(
            modelOptions,
            request,
            List.copyOf(inputs),
            Objects.requireNonNull(folder),
            Format.parse(formats),
            labels,
            preprocess == null ? null : Preprocess.of(preprocess),
            batch(batchSize),
            pictures.options(),
            force);
    var line = Objects.requireNonNull(spec).commandLine();
    return new ExplainRun(settings, line.getOut(), line.getErr()).run();
  }

  /** The batch size; 0 for auto. */
  static int batch(String text) {
    if (text.equals("auto")) {
      return 0;
    }
    try {
      int size = Integer.parseInt(text);
      if (size >= 1 && size <= LARGEST_BATCH) {
        return size;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for all bad values.
    }
    throw new UsageException(
        "--batch-size '" + text + "' is not valid; give auto or 1 to " + LARGEST_BATCH);
  }
}
