package io.github.gradlens.cli;

import io.github.gradlens.Cancellation;
import io.github.gradlens.ExplainableModel;
import io.github.gradlens.SignatureSpec;
import io.github.gradlens.error.InputException;
import io.github.gradlens.io.Labels;
import io.github.gradlens.io.OutputFolder;
import io.github.gradlens.maximize.MaximizeRequest;
import io.github.gradlens.maximize.Maximized;
import io.github.gradlens.maximize.Maximizer;
import io.github.gradlens.maximize.Phase;
import io.github.gradlens.maximize.Prototype;
import io.github.gradlens.render.PrototypePicture;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One {@code maximize} call: seeks, then writes. */
final class MaximizeRun {
  private final MaximizeSettings settings;
  private final PrintWriter out;
  private final long began = System.nanoTime();

  MaximizeRun(MaximizeSettings settings, PrintWriter out) {
    this.settings = settings;
    this.out = out;
  }

  int run() {
    settings.check();
    try (ExplainableModel model = settings.model().load();
        ExplainableModel prior = settings.priors().loadPrior(settings.model().loadOptions());
        ExplainableModel generator =
            settings.priors().loadGenerator(settings.model().loadOptions())) {
      SignatureSpec signature = settings.model().signature(model);
      Labels labels = ClassNames.of(settings.labels(), settings.model().folder());
      MaximizeCanvas canvas =
          MaximizeCanvas.of(signature, settings.drawing().size(), settings.chosen());
      MaximizeRequest request =
          new MaximizeRequests(settings, canvas).of(signature.name(), labels, prior, generator);
      try (OutputFolder folder = OutputFolder.create(settings.folder(), settings.force())) {
        Maximized found = seek(model, request);
        write(folder, canvas, request, found, labels, model, prior, generator);
      }
      return 0;
    } catch (IOException e) {
      throw new InputException("cannot write the report: " + e.getMessage(), e);
    }
  }

  private static Maximized seek(ExplainableModel model, MaximizeRequest request) {
    try (Progress bar = Progress.start("maximizing", 1)) {
      return Maximizer.run(
          model,
          request,
          (done, total, objective) ->
              bar.at(
                  (double) done / total,
                  String.format(
                      Locale.ROOT,
                      "step %,d/%,d  mean f %s",
                      done,
                      total,
                      MaximizeText.number(objective))),
          new Cancellation());
    }
  }

  private void write(
      OutputFolder folder,
      MaximizeCanvas canvas,
      MaximizeRequest request,
      Maximized found,
      @Nullable Labels labels,
      ExplainableModel model,
      @Nullable ExplainableModel prior,
      @Nullable ExplainableModel generator)
      throws IOException {
    boolean transparent = request.parametrisation() instanceof Phase;
    PrototypePicture pictures =
        new PrototypePicture(
            new PrototypePicture.Ground(
                canvas.shape(),
                canvas.image(),
                canvas.height(),
                canvas.width(),
                canvas.channels(),
                canvas.low(),
                canvas.high(),
                canvas.reversed()));
    MaximizeFiles files = new MaximizeFiles(folder, pictures, transparent);
    MaximizeGallery gallery = new MaximizeGallery(request, labels, pictures, files, transparent);
    files.write(found, gallery::tile);
    Map<String, Object> asked = MaximizeRecord.asked(settings, request, canvas);
    List<String> notes =
        MaximizeNotes.of(request, canvas, settings.chosen() != null, found, labels);
    gallery.write(folder, settings, canvas, found, notes);
    Map<String, Object> record = MaximizeRecord.models(settings, request, model, prior, generator);
    record.putAll(asked);
    double seconds = (System.nanoTime() - began) / 1e9;
    record.put("seconds", seconds);
    RunRecord.write(folder, record);
    print(found, labels, files, notes, seconds);
  }

  private void print(
      Maximized found,
      @Nullable Labels labels,
      MaximizeFiles files,
      List<String> notes,
      double seconds) {
    TextTable table = new TextTable(32, "target", "f", "probability", "restart", "file");
    for (Prototype each : found.prototypes()) {
      Double probability = each.probability();
      table.row(
          MaximizeTarget.title(each.objective(), labels),
          MaximizeText.number(each.score()),
          probability == null ? "-" : String.format(Locale.ROOT, "%.4f", probability),
          Integer.toString(each.restart()),
          files.name(each));
    }
    out.print(table.print());
    notes.forEach(out::println);
    out.printf(
        Locale.ROOT,
        "Found %s in %.1f s: %s%n",
        ExampleLoop.count(found.prototypes().size(), "prototype"),
        seconds,
        settings.folder().resolve("report.html"));
    out.flush();
  }
}
