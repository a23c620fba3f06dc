package io.github.gradlens.cli;

import io.github.gradlens.Evaluator;
import io.github.gradlens.ExplainRequest;
import io.github.gradlens.ExplainableModel;
import io.github.gradlens.SignatureSpec;
import io.github.gradlens.error.ExplanationTimeoutException;
import io.github.gradlens.error.InputException;
import io.github.gradlens.io.Example;
import io.github.gradlens.io.InputSpec;
import io.github.gradlens.io.Inputs;
import io.github.gradlens.io.Labels;
import io.github.gradlens.io.OutputFolder;
import io.github.gradlens.metric.Evaluation;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tensorflow.exceptions.TensorFlowException;

/** One {@code evaluate} call: reads examples batch by batch and scores their maps. */
final class EvaluateRun {
  private static final int FAILED = 3;

  private final EvaluateSettings settings;
  private final PrintWriter out;
  private final PrintWriter err;
  private long evaluated;
  private long failed;
  private @Nullable String firstFailure;

  EvaluateRun(EvaluateSettings settings, PrintWriter out, PrintWriter err) {
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
      Labels labels = LabelFile.of(settings.labels(), settings.model().folder());
      InputSpec spec = InputSpecs.of(signature);
      ExplainRequest request =
          settings
              .request()
              .request(
                  signature.name(),
                  Surroundings.of(settings.chosen(), settings.request().question.at, spec))
              .target(TargetText.parse(settings.request().target, labels));
      try (Inputs inputs =
              Inputs.open(settings.inputs(), spec, Surroundings.orRaw(settings.chosen()));
          Evaluator evaluator = model.evaluator(request)) {
        Evaluation evaluation = new Evaluation(evaluator, settings.metrics());
        OutputFolder folder = OutputFolder.create(settings.folder(), settings.force());
        try (Figures figures = new Figures(settings, request, folder)) {
          evaluateAll(inputs, evaluator, evaluation, figures);
          figures.commit();
          double seconds = (System.nanoTime() - start) / 1e9;
          new RunRecord(settings, request, model.fingerprint())
              .write(folder, evaluated, failed, seconds);
          out.print(figures.table());
          return closing(seconds);
        }
      }
    }
  }

  private void evaluateAll(
      Inputs inputs, Evaluator evaluator, Evaluation evaluation, Figures figures) {
    int size = settings.batchSize() == 0 ? evaluator.batchSize() : settings.batchSize();
    try (Progress progress = Progress.start("evaluating", inputs.countEstimate())) {
      Batches batches = new Batches(inputs, size);
      while (batches.hasNext()) {
        List<Example> batch = batches.next();
        evaluate(batch, evaluation, figures);
        progress.step(batch.size());
      }
    }
  }

  private void evaluate(List<Example> batch, Evaluation evaluation, Figures figures) {
    String error = batch.get(0).error();
    if (error != null) {
      fail(batch.get(0), error, figures);
      return;
    }
    try {
      figures.add(
          batch,
          evaluation.evaluate(
              Stack.inputs(batch), batch.stream().mapToInt(Example::index).toArray()));
      evaluated += batch.size();
    } catch (InputException | ExplanationTimeoutException | TensorFlowException e) {
      if (batch.size() == 1) {
        fail(batch.get(0), String.valueOf(e.getMessage()), figures);
      }
      // One bad example takes no other with it: each is tried alone.
      for (int i = 0; batch.size() > 1 && i < batch.size(); i++) {
        evaluate(batch.subList(i, i + 1), evaluation, figures);
      }
    }
  }

  private void fail(Example example, String error, Figures figures) {
    String line = Failures.oneLine(error);
    figures.fail(example, line);
    failed++;
    if (firstFailure == null) {
      firstFailure = line;
    }
  }

  private int closing(double seconds) {
    out.printf(
        Locale.ROOT,
        "Evaluated %d input%s in %.1f s: %s%n",
        evaluated,
        evaluated == 1 ? "" : "s",
        seconds,
        settings.folder());
    out.flush();
    if (failed == 0) {
      return 0;
    }
    err.println(
        "gradlens: "
            + failed
            + " of "
            + (failed + evaluated)
            + " inputs failed, see "
            + settings.folder().resolve("metrics.jsonl")
            + "; the first: "
            + firstFailure);
    err.flush();
    return FAILED;
  }
}
