package io.github.gradlens.cli;

import io.github.gradlens.Cancellation;
import io.github.gradlens.ExplainRequest;
import io.github.gradlens.ExplainableModel;
import io.github.gradlens.Explainer;
import io.github.gradlens.Explanation;
import io.github.gradlens.SignatureSpec;
import io.github.gradlens.TensorSpec;
import io.github.gradlens.error.InputException;
import io.github.gradlens.io.Example;
import io.github.gradlens.io.InputSpec;
import io.github.gradlens.io.Inputs;
import io.github.gradlens.io.Labels;
import io.github.gradlens.io.OutputFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One {@code explain} call: reads examples batch by batch, explains them, writes as it goes. */
final class ExplainRun {
  private final ExplainSettings settings;
  private final PrintWriter out;
  private final PrintWriter err;
  private Progress progress = Progress.none();

  ExplainRun(ExplainSettings settings, PrintWriter out, PrintWriter err) {
    this.settings = settings;
    this.out = out;
    this.err = err;
  }

  int run() {
    long start = System.nanoTime();
    // Everything that the command line alone can get wrong comes before the model.
    settings.request().request("", Surroundings.unseen(settings.chosen()));
    try (ExplainableModel model = settings.model().load()) {
      SignatureSpec signature = settings.model().signature(model);
      @Nullable Labels labels = ClassNames.of(settings.labels(), settings.model().folder());
      InputSpec spec = InputSpecs.of(signature);
      ExplainRequest request =
          settings
              .request()
              .request(
                  signature.name(),
                  Surroundings.of(settings.chosen(), settings.request().question.at, spec))
              .target(TargetText.parse(settings.request().target, labels))
              .listener(Progress.isShown() ? now -> progress.at(now) : null);
      try (Inputs inputs = Inputs.open(settings.inputs(), spec, settings.preprocess());
          Explainer explainer = model.explainer(request);
          OutputFolder folder = OutputFolder.create(settings.folder(), settings.force())) {
        RunRecord record = new RunRecord(settings, request, model.fingerprint());
        ExampleLoop<Explanation> loop;
        try (Outputs outputs =
            Outputs.open(settings, request, explainer.explained(), labels, inputs, folder)) {
          loop = explainAll(inputs, explainer, request, outputs);
          outputs.commit();
          record.notes(outputs.notes());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        record.write(folder, loop.done(), loop.failed(), seconds);
        return closing(request, loop, seconds);
      } catch (IOException e) {
        throw new InputException("cannot write the report: " + e.getMessage(), e);
      }
    }
  }

  private ExampleLoop<Explanation> explainAll(
      Inputs inputs, Explainer explainer, ExplainRequest request, Outputs outputs)
      throws IOException {
    int size = settings.batchSize() == 0 ? explainer.suggestedBatch() : settings.batchSize();
    ExampleLoop<Explanation> loop = new ExampleLoop<>(work(explainer, request, outputs));
    try (Progress bar = Progress.start("explaining", inputs.countEstimate())) {
      progress = bar;
      loop.run(inputs, size, bar);
    }
    return loop;
  }

  private ExampleLoop.Work<Explanation> work(
      Explainer explainer, ExplainRequest request, Outputs outputs) {
    return new ExampleLoop.Work<>() {
      @Override
      public Explanation ask(List<Example> batch) {
        progress.begin(batch.size());
        return explainer.explain(
            Stack.inputs(batch),
            batch.stream().mapToInt(Example::index).toArray(),
            request.target(),
            new Cancellation());
      }

      @Override
      public @Nullable String take(List<Example> batch, Explanation explanation)
          throws IOException {
        String obstacle = outputs.obstacle(explanation);
        if (obstacle == null) {
          outputs.add(batch, explanation);
        }
        return obstacle;
      }

      @Override
      public void fail(Example example, String error) {
        outputs.fail(example, error);
      }
    };
  }

  private int closing(ExplainRequest request, ExampleLoop<?> loop, double seconds) {
    Path where =
        settings.formats().contains(Format.HTML)
            ? settings.folder().resolve("report.html")
            : settings.folder();
    out.printf(
        java.util.Locale.ROOT,
        "Explained %s with %s in %.1f s: %s%n",
        ExampleLoop.count(loop.done(), "input"),
        ExampleLoop.count(request.methods().size(), "method"),
        seconds,
        where);
    out.flush();
    return loop.closing(settings.folder().resolve("results.jsonl"), err);
  }

  /** What the explained tensors are called in files: nothing where there is one. */
  static String suffix(List<TensorSpec> explained, String tensor) {
    return explained.size() == 1 ? "" : "." + OutputFolder.slug(tensor);
  }
}
