package io.github.gradlens.cli;

import io.github.gradlens.Benchmark;
import io.github.gradlens.ExplainRequest;
import io.github.gradlens.ExplainableModel;
import io.github.gradlens.error.UsageException;
import java.io.PrintWriter;
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

/** Times methods against the model's forward pass. */
@Command(
    name = "benchmark",
    description = {
      "Times methods on random inputs: medians of interleaved rounds in one run, per image,",
      "beside the forward pass as GradLens and as SavedModelBundle runs it."
    },
    sortOptions = false)
final class BenchmarkCommand implements Callable<Integer> {
  private static final int MOST_ROUNDS = 10_000;

  @Mixin private ModelOptions modelOptions = new ModelOptions();

  @Option(
      names = "--method",
      paramLabel = "SPEC",
      required = true,
      description = "[LABEL=]ID[:KEY=VALUE,...]. Repeat for several.")
  private List<String> methods = new ArrayList<>();

  @Option(names = "--batch-size", paramLabel = "N", description = "Inputs at once (8).")
  private String batchSize = "8";

  @Option(names = "--rounds", paramLabel = "N", description = "Timed rounds (15).")
  private int rounds = 15;

  @Option(names = "--json", description = "Print one JSON object a method.")
  private boolean json;

  @Option(
      names = "--together",
      description = "Time all methods in one call too, where they share the forward pass.")
  private boolean together;

  @Mixin CommonOptions common = new CommonOptions();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    int batch = ExplainCommand.batch(batchSize);
    if (batch == 0) {
      throw new UsageException("--batch-size of benchmark is a number, as in 8");
    }
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw new UsageException("--rounds " + rounds + " is not valid; give 1 to " + MOST_ROUNDS);
    }
    ExplainRequest request = ExplainRequest.of(methods.toArray(new String[0]));
    Benchmark.Report report;
    try (ExplainableModel model = modelOptions.load()) {
      request = request.signature(modelOptions.signature(model).name());
      report = Benchmark.run(model, request, batch, rounds, together);
    }
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.print(json ? json(report.lines()) : text(report.lines()));
    if (report.together() != null) {
      out.print(json ? json(report.together()) : text(report.together()));
    }
    out.flush();
    return 0;
  }

  private static String json(List<Benchmark.Line> lines) {
    StringBuilder out = new StringBuilder();
    for (Benchmark.Line line : lines) {
      // A label holds nothing that JSON would escape.
      out.append(
          String.format(
              Locale.ROOT,
              "{\"method\":\"%s\",\"batch\":%d,\"ms_per_image\":%.4f,"
                  + "\"forward_ms_per_image\":%.4f,\"savedmodel_forward_ms_per_image\":%.4f}%n",
              line.method(),
              line.batch(),
              line.msPerImage(),
              line.forwardMsPerImage(),
              line.savedmodelForwardMsPerImage()));
    }
    return out.toString();
  }

  private static String text(List<Benchmark.Line> lines) {
    TextTable table =
        new TextTable(
            40, "method", "batch", "ms/image", "forward", "SavedModel forward", "× forward");
    for (Benchmark.Line line : lines) {
      table.row(
          line.method(),
          Integer.toString(line.batch()),
          number(line.msPerImage()),
          number(line.forwardMsPerImage()),
          number(line.savedmodelForwardMsPerImage()),
          number(line.msPerImage() / line.forwardMsPerImage()));
    }
    return table.print();
  }

  private static String json(Benchmark.Together all) {
    return String.format(
        Locale.ROOT,
        "{\"together\":%d,\"runs\":%d,\"batch\":%d,\"ms_per_image\":%.4f,"
            + "\"alone_ms_per_image\":%.4f}%n",
        all.methods(),
        all.runs(),
        all.batch(),
        all.msPerImage(),
        all.aloneMsPerImage());
  }

  private static String text(Benchmark.Together all) {
    return String.format(
        Locale.ROOT,
        "All %d in one call, %d session run%s: %s ms/image; one by one %s, %s times as long.%n",
        all.methods(),
        all.runs(),
        all.runs() == 1 ? "" : "s",
        number(all.msPerImage()),
        number(all.aloneMsPerImage()),
        number(all.aloneMsPerImage() / all.msPerImage()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value).contains("e")
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.3g", value);
  }
}
