package io.github.gradlens.metric;

import io.github.gradlens.metric.Step.Ask;
import io.github.gradlens.metric.Step.Done;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A metric under way with one map. */
final class Trial {
  private final int subject;
  private final int method;
  private final int metric;
  private final @Nullable RandomMaps random;
  private final @Nullable List<Frame> frames;
  private final boolean maps;
  private Step step;
  private @Nullable Answer[] answers = {};
  private int missing;

  /**
   * Begins.
   *
   * @param method the method's place; −1 of the random map
   */
  Trial(int subject, int method, int metric, Metric formula, Case example) {
    this(subject, method, metric, formula, example, null, false);
  }

  Trial(
      int subject,
      int method,
      int metric,
      Metric formula,
      Case example,
      @Nullable RandomMaps random,
      boolean shown) {
    this.subject = subject;
    this.method = method;
    this.metric = metric;
    this.random = random;
    this.frames = shown ? new ArrayList<>() : null;
    Axis axis = shown ? formula.axis(example.positions()) : null;
    this.maps = axis != null && axis.maps();
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
      keep(ask);
      step = ask.then().apply(List.of(answers));
      reset();
      thin();
    }
  }

  private void keep(Ask ask) {
    for (int i = 0; frames != null && i < answers.length; i++) {
      Question question = ask.questions().get(i);
      Answer answer = answers[i];
      if (question instanceof Question.Score) {
        frames.add(new Frame(frames.size(), question.x(), null));
      } else if (maps && answer != null) {
        frames.add(new Frame(frames.size(), question.x(), answer::relevance));
      }
    }
  }

  /** Of the frames of a finished curve keeps those that are shown; none where they are not its. */
  private void thin() {
    if (frames == null || !(step instanceof Done done)) {
      return;
    }
    // A map that all points are compared with stands before theirs.
    int before = frames.size() - done.curve().size();
    boolean own = before == 0 || (maps && before == 1);
    List<Frame> shown = own ? Frame.shown(frames.subList(before, frames.size())) : List.of();
    frames.clear();
    frames.addAll(shown);
  }

  /** Of points of the curve; empty where they were not kept, or the curve is not theirs. */
  List<Frame> frames() {
    return frames == null ? List.of() : List.copyOf(frames);
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
