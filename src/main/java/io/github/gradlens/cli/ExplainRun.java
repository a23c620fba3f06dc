package io.github.gradlens.cli;

import io.github.gradlens.Cancellation;
import io.github.gradlens.ExplainRequest;
import io.github.gradlens.ExplainableModel;
import io.github.gradlens.Explainer;
import io.github.gradlens.Explanation;
import io.github.gradlens.SignatureSpec;
import io.github.gradlens.TensorSpec;
import io.github.gradlens.error.ExplanationTimeoutException;
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
import org.tensorflow.exceptions.TensorFlowException;

/** One {@code explain} call: reads examples batch by batch, explains them, writes as it goes. */
final class ExplainRun {
  private static final int FAILED = 3;

  private final ExplainSettings settings;
  private final PrintWriter out;
  private final PrintWriter err;
  private long explained;
  private long failed;
  private @Nullable String firstFailure;
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
      @Nullable Labels labels = LabelFile.of(settings.labels(), settings.model().folder());
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
          Explainer explainer = model.explainer(request)) {
        OutputFolder folder = OutputFolder.create(settings.folder(), settings.force());
        RunRecord record = new RunRecord(settings, request, model.fingerprint());
        try (Outputs outputs =
            Outputs.open(settings, request, explainer.explained(), labels, inputs, folder)) {
          explainAll(inputs, explainer, request, outputs);
          outputs.commit();
          record.notes(outputs.notes());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        record.write(folder, explained, failed, seconds);
        return closing(request, seconds);
      } catch (IOException e) {
        throw new InputException("cannot write the report: " + e.getMessage(), e);
      }
    }
  }

  private void explainAll(
      Inputs inputs, Explainer explainer, ExplainRequest request, Outputs outputs)
      throws IOException {
    int size = settings.batchSize() == 0 ? explainer.suggestedBatch() : settings.batchSize();
    try (Progress bar = Progress.start("explaining", inputs.countEstimate())) {
      progress = bar;
      Batches batches = new Batches(inputs, size);
      while (batches.hasNext()) {
        List<Example> batch = batches.next();
        explain(batch, explainer, request, outputs);
        bar.step(batch.size());
      }
    }
  }

  private void explain(
      List<Example> batch, Explainer explainer, ExplainRequest request, Outputs outputs)
      throws IOException {
    String error = batch.get(0).error();
    if (error != null) {
      fail(batch.get(0), error, outputs);
      return;
    }
    progress.begin(batch.size());
    Explanation explanation;
    try {
      explanation =
          explainer.explain(
              Stack.inputs(batch),
              batch.stream().mapToInt(Example::index).toArray(),
              request.target(),
              new Cancellation());
    } catch (InputException | ExplanationTimeoutException | TensorFlowException e) {
      if (batch.size() == 1) {
        fail(batch.get(0), String.valueOf(e.getMessage()), outputs);
      }
      // One bad example takes no other with it: each is tried alone.
      for (int i = 0; batch.size() > 1 && i < batch.size(); i++) {
        explain(batch.subList(i, i + 1), explainer, request, outputs);
      }
      return;
    }
    String obstacle = outputs.obstacle(explanation);
    if (obstacle != null) {
      for (Example example : batch) {
        fail(example, obstacle, outputs);
      }
      return;
    }
    outputs.add(batch, explanation);
    explained += batch.size();
  }

  private void fail(Example example, String error, Outputs outputs) {
    String line = Failures.oneLine(error);
    outputs.fail(example, line);
    failed++;
    if (firstFailure == null) {
      firstFailure = line;
    }
  }

  private int closing(ExplainRequest request, double seconds) {
    Path where =
        settings.formats().contains(Format.HTML)
            ? settings.folder().resolve("report.html")
            : settings.folder();
    out.printf(
        java.util.Locale.ROOT,
        "Explained %s with %s in %.1f s: %s%n",
        count(explained, "input"),
        count(request.methods().size(), "method"),
        seconds,
        where);
    out.flush();
    if (failed == 0) {
      return 0;
    }
    err.println(
        "gradlens: "
            + count(failed, "input")
            + " of "
            + (failed + explained)
            + " failed, see "
            + settings.folder().resolve("results.jsonl")
            + "; the first: "
            + firstFailure);
    err.flush();
    return FAILED;
  }

  private static String count(long n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }

  /** What the explained tensors are called in files: nothing where there is one. */
  static String suffix(List<TensorSpec> explained, String tensor) {
    return explained.size() == 1 ? "" : "." + OutputFolder.slug(tensor);
  }
}
