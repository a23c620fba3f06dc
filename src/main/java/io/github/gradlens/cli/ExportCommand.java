package io.github.gradlens.cli;

import io.github.gradlens.ExplainRequest;
import io.github.gradlens.ExplainableModel;
import io.github.gradlens.ExportOptions;
import io.github.gradlens.Exported;
import io.github.gradlens.LoadOptions;
import io.github.gradlens.SignatureSpec;
import io.github.gradlens.TensorSpec;
import io.github.gradlens.io.Inputs;
import io.github.gradlens.io.Preprocess;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a copy of a model that explains itself. */
@Command(
    name = "export",
    description = {
      "Writes a copy of a model with signatures that explain it, which any TensorFlow server, language",
      "or tool can run: explain_LABEL for the predicted class, explain_LABEL_target for a given one."
    },
    sortOptions = false)
final class ExportCommand implements Callable<Integer> {
  @Mixin private ModelChoice model = new ModelChoice();
  @Mixin private QuestionOptions question = new QuestionOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the new model.")
  private @Nullable Path folder;

  @Option(
      names = "--preprocess",
      paramLabel = "P",
      description = {
        "How images became inputs: raw, unit, symmetric, caffe, torch. low and high of methods",
        "that have them are its range, unless the SPEC sets them."
      })
  private @Nullable String preprocess;

  @Option(
      names = "--heatmap",
      description = "Let signatures give a drawn map too: heatmap (RGB) and heatmap_png.")
  private boolean heatmap;

  @Option(
      names = "--freeze",
      description = "Hold the explanation's weights as folded constants, not as variables.")
  private boolean freeze;

  @Option(
      names = "--version-dir",
      paramLabel = "N",
      description = "Write DIR/N, as TensorFlow Serving's version folders are named.")
  private @Nullable Long version;

  @Option(
      names = "--warmup",
      paramLabel = "INPUT",
      description = {
        "Inputs that TensorFlow Serving runs through the new signatures when it loads the model:",
        "what explain takes as INPUT. Repeat for several."
      })
  private List<String> warmup = new ArrayList<>();

  @Option(names = "--dry-run", description = "Print what would be added; write nothing.")
  private boolean dryRun;

  @Option(names = "--force", description = "Replace a model that stands in DIR.")
  private boolean force;

  @Mixin CommonOptions common = new CommonOptions();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Preprocess chosen = preprocess == null ? null : Preprocess.of(preprocess);
    ExportOptions options =
        ExportOptions.defaults()
            .withHeatmap(heatmap)
            .withFreeze(freeze)
            .withVersion(version)
            .withDryRun(dryRun)
            .withForce(force);
    // Everything that the command line alone can get wrong comes before the model.
    question.request("", Surroundings.unseen(chosen));
    warmup.forEach(Inputs::verify);
    Exported exported;
    LoadOptions live = LoadOptions.defaults().withWeights(LoadOptions.Weights.LIVE);
    try (ExplainableModel loaded = ExplainableModel.load(model.folder(), live)) {
      SignatureSpec signature = model.signature(loaded);
      ExplainRequest request =
          question.request(
              signature.name(), Surroundings.of(chosen, question.at, InputSpecs.of(signature)));
      exported =
          loaded.export(
              request,
              options.withWarmup(WarmupInputs.read(warmup, InputSpecs.of(signature), chosen)),
              Objects.requireNonNull(folder));
    }
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.print(text(exported));
    out.flush();
    return 0;
  }

  private static String text(Exported exported) {
    StringBuilder out = new StringBuilder();
    String last = "";
    for (Exported.Added added : exported.signatures()) {
      SignatureSpec signature = added.signature();
      if (signature.name().equals(last + "_target")) {
        out.append(signature.name())
            .append(": the same for the class of a further input, target\n");
        continue;
      }
      last = signature.name();
      out.append(
          String.format(
              Locale.ROOT, "%s: %s, %,d ops%n", signature.name(), added.spec(), added.nodes()));
      TextTable table = new TextTable(40, "", "name", "type", "shape");
      signature.inputs().forEach(input -> row(table, "in", input));
      signature.outputs().forEach(output -> row(table, "out", output));
      out.append(table.print());
    }
    exported.notes().forEach(note -> out.append("Note: ").append(note).append('\n'));
    out.append(
        String.format(
            Locale.ROOT,
            "saved_model.pb: %s, %s of them explanations (%,d ops)%n",
            kilobytes(exported.bytes()),
            kilobytes(exported.bytesAdded()),
            exported.nodes()));
    if (exported.folder() == null) {
      out.append("Nothing was written.\n");
    } else {
      out.append("Model: ").append(exported.folder()).append('\n');
    }
    return out.toString();
  }

  private static void row(TextTable table, String direction, TensorSpec tensor) {
    List<String> shape =
        tensor.shape().stream().map(size -> size < 0 ? "?" : size.toString()).toList();
    table.row(
        direction,
        tensor.name(),
        tensor.type().toLowerCase(Locale.ROOT),
        "[" + String.join(", ", shape) + "]");
  }

  private static String kilobytes(long bytes) {
    return String.format(Locale.ROOT, "%,.0f kB", bytes / 1000.0);
  }
}
