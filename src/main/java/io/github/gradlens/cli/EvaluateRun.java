package io.github.gradlens.cli;

import io.github.gradlens.Evaluator;
import io.github.gradlens.ExplainRequest;
import io.github.gradlens.ExplainableModel;
import io.github.gradlens.SignatureSpec;
import io.github.gradlens.error.InputException;
import io.github.gradlens.io.Example;
import io.github.gradlens.io.InputSpec;
import io.github.gradlens.io.Inputs;
import io.github.gradlens.io.Labels;
import io.github.gradlens.io.OutputFolder;
import io.github.gradlens.metric.Evaluation;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One {@code evaluate} call: reads examples batch by batch and scores their maps. */
final class EvaluateRun {
  private final EvaluateSettings settings;
  private final PrintWriter out;
  private final PrintWriter err;

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
      Labels labels = ClassNames.of(settings.labels(), settings.model().folder());
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
        Evaluation evaluation =
            new Evaluation(evaluator, settings.metrics(), EvaluationGallery.SHOWN);
        try (OutputFolder folder = OutputFolder.create(settings.folder(), settings.force());
            Figures figures = new Figures(settings, request, folder)) {
          EvaluationGallery gallery = new EvaluationGallery(settings, request, evaluator);
          Accuracy accuracy = new Accuracy(labels);
          ExampleLoop<Evaluation.Evaluated> loop =
              evaluateAll(inputs, evaluator, evaluation, figures, gallery, accuracy);
          figures.commit();
          gallery.write(folder, figures.scores(), accuracy, loop);
          double seconds = (System.nanoTime() - start) / 1e9;
          RunRecord record = new RunRecord(settings, request, model.fingerprint());
          record.accuracy(accuracy.record());
          record.write(folder, loop.done(), loop.failed(), seconds);
          out.print(figures.table());
          return closing(loop, accuracy, seconds);
        } catch (IOException e) {
          throw new InputException("cannot write the report: " + e.getMessage(), e);
        }
      }
    }
  }

  private ExampleLoop<Evaluation.Evaluated> evaluateAll(
      Inputs inputs,
      Evaluator evaluator,
      Evaluation evaluation,
      Figures figures,
      EvaluationGallery gallery,
      Accuracy accuracy)
      throws IOException {
    int size = settings.batchSize() == 0 ? evaluator.batchSize() : settings.batchSize();
    ExampleLoop<Evaluation.Evaluated> loop =
        new ExampleLoop<>(
            new ExampleLoop.Work<>() {
              @Override
              public Evaluation.Evaluated ask(List<Example> batch) {
                return evaluation.evaluate(
                    Stack.inputs(batch), batch.stream().mapToInt(Example::index).toArray());
              }

              @Override
              public @Nullable String take(List<Example> batch, Evaluation.Evaluated evaluated)
                  throws IOException {
                figures.add(batch, evaluated);
                gallery.add(batch, evaluated);
                accuracy.add(batch, evaluated.subjects());
                return null;
              }

              @Override
              public void fail(Example example, String error) {
                figures.fail(example, error);
                gallery.fail(example, error);
              }
            });
    try (Progress progress = Progress.start("evaluating", inputs.countEstimate())) {
      loop.run(inputs, size, progress);
    }
    return loop;
  }

  private int closing(ExampleLoop<?> loop, Accuracy accuracy, double seconds) {
    accuracy.lines().forEach(out::println);
    out.printf(
        Locale.ROOT,
        "Evaluated %s in %.1f s: %s%n",
        ExampleLoop.count(loop.done(), "input"),
        seconds,
        settings.folder().resolve("report.html"));
    out.flush();
    return loop.closing(settings.folder().resolve("metrics.jsonl"), err);
  }
}
