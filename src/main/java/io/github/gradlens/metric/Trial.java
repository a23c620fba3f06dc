package io.github.gradlens.metric;

import io.github.gradlens.metric.Step.Ask;
import io.github.gradlens.metric.Step.Done;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A metric under way with one map. */
final class Trial {
  private final int subject;
  private final int method;
  private final int metric;
  private final @Nullable RandomMaps random;
  private Step step;
  private @Nullable Answer[] answers = {};
  private int missing;

  /**
   * Begins.
   *
   * @param method the method's place; −1 of the random map
   */
  Trial(int subject, int method, int metric, Metric formula, Case example) {
    this(subject, method, metric, formula, example, null);
  }

  Trial(
      int subject,
      int method,
      int metric,
      Metric formula,
      Case example,
      @Nullable RandomMaps random) {
    this.subject = subject;
    this.method = method;
    this.metric = metric;
    this.random = random;
    this.step = formula.start(example);
    reset();
  }

  private void reset() {
    missing = questions().size();
    answers = new Answer[missing];
  }

  int subject() {
    return subject;
  }

  int method() {
    return method;
  }

  int metric() {
    return metric;
  }

  /** What answers in the method's place where the map is random. */
  @Nullable RandomMaps random() {
    return random;
  }

  List<Question> questions() {
    return step instanceof Ask ask ? ask.questions() : List.of();
  }

  /** Takes an answer in; goes on where it was the last that was missing. */
  void answer(int question, Answer answer) {
    answers[question] = answer;
    missing--;
    if (missing == 0 && step instanceof Ask ask) {
      step = ask.then().apply(List.of(answers));
      reset();
    }
  }

  boolean isDone() {
    return step instanceof Done;
  }

  Done result() {
    if (step instanceof Done done) {
      return done;
    }
    throw new IllegalStateException("the metric is not done");
  }
}
