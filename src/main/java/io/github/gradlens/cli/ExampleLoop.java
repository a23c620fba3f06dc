package io.github.gradlens.cli;

import io.github.gradlens.error.ExplanationTimeoutException;
import io.github.gradlens.error.InputException;
import io.github.gradlens.io.Example;
import io.github.gradlens.io.Inputs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * Takes the examples of a call batch by batch. One bad example takes no other with it: where a
 * batch fails, each of its examples is tried alone, and what fails then is written down as its own
 * error.
 *
 * @param <R> the model's answer about a batch
 */
final class ExampleLoop<R> {
  private static final int FAILED = 3;

  private final Work<R> work;
  private long done;
  private long failed;
  private @Nullable String firstFailure;

  /** What is done with examples. */
  interface Work<R> {
    /** Asks the model about a batch of equal shapes; what it throws is the examples' error. */
    R ask(List<Example> batch);

    /**
     * Writes an answer down; what it throws ends the call.
     *
     * @return why the examples fail nevertheless, or null
     */
    @Nullable String take(List<Example> batch, R answer) throws IOException;

    /** Writes an example's error down. */
    void fail(Example example, String error);
  }

  ExampleLoop(Work<R> work) {
    this.work = work;
  }

  void run(Inputs inputs, int batchSize, Progress progress) throws IOException {
    Batches batches = new Batches(inputs, batchSize);
    while (batches.hasNext()) {
      List<Example> batch = batches.next();
      handle(batch);
      progress.step(batch.size());
    }
  }

  private void handle(List<Example> batch) throws IOException {
    String error = batch.get(0).error();
    if (error != null) {
      fail(batch.get(0), error);
      return;
    }
    R answer;
    try {
      answer = work.ask(batch);
    } catch (InputException | ExplanationTimeoutException | TensorFlowException e) {
      if (batch.size() == 1) {
        fail(batch.get(0), String.valueOf(e.getMessage()));
      }
      for (int i = 0; batch.size() > 1 && i < batch.size(); i++) {
        handle(batch.subList(i, i + 1));
      }
      return;
    }
    String obstacle = work.take(batch, answer);
    if (obstacle == null) {
      done += batch.size();
      return;
    }
    for (Example example : batch) {
      fail(example, obstacle);
    }
  }

  private void fail(Example example, String error) {
    String line = Failures.oneLine(error);
    work.fail(example, line);
    failed++;
    if (firstFailure == null) {
      firstFailure = line;
    }
  }

  long done() {
    return done;
  }

  long failed() {
    return failed;
  }

  /** The exit code; says what failed, and which file tells more. */
  int closing(Path results, PrintWriter err) {
    if (failed == 0) {
      return 0;
    }
    err.println(
        "gradlens: "
            + count(failed, "input")
            + " of "
            + (failed + done)
            + " failed, see "
            + results
            + "; the first: "
            + firstFailure);
    err.flush();
    return FAILED;
  }

  static String count(long n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }
}
