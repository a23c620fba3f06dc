package io.github.gradlens.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Answers a metric's questions by functions of one's own, and keeps what was asked. */
final class FakeModel {
  /** The map of an example towards a class; null is the target. */
  interface Explains {
    float[] map(float[] x, @Nullable Long toward);
  }

  private final ToDoubleFunction<float[]> f;
  private final Explains explains;
  private final ToDoubleFunction<float[]> predicts;
  private final Map<String, float[]> byKey = new HashMap<>();
  final List<float[]> scored = new ArrayList<>();
  final List<float[]> explained = new ArrayList<>();
  final List<Long> toward = new ArrayList<>();

  FakeModel(ToDoubleFunction<float[]> f, Explains explains, ToDoubleFunction<float[]> predicts) {
    this.f = f;
    this.explains = explains;
    this.predicts = predicts;
  }

  static FakeModel scores(ToDoubleFunction<float[]> f) {
    return new FakeModel(f, (x, toward) -> new float[x.length], x -> 0);
  }

  static FakeModel maps(Explains explains) {
    return new FakeModel(x -> 0, explains, x -> 0);
  }

  Step.Done play(Metric metric, Case example) {
    Step step = metric.start(example);
    while (step instanceof Step.Ask ask) {
      List<Answer> answers = new ArrayList<>();
      for (Question question : ask.questions()) {
        answers.add(answer(question));
      }
      step = ask.then().apply(answers);
    }
    return (Step.Done) step;
  }

  double value(Metric metric, Case example) {
    return play(metric, example).value();
  }

  private Answer answer(Question question) {
    float[] x = question.x().get();
    if (question.key() != null) {
      float[] before = byKey.putIfAbsent(question.key(), x);
      assertArrayEquals(before == null ? x : before, x, "one key, two changes");
    }
    if (question instanceof Question.Score) {
      scored.add(x);
      return new Answer(f.applyAsDouble(x), (long) predicts.applyAsDouble(x), null);
    }
    assertEquals(Question.Explain.class, question.getClass());
    Long other = question instanceof Question.Explain explain ? explain.toward() : null;
    explained.add(x);
    if (other != null) {
      toward.add(other);
    }
    return Answer.of(question, explains.map(x, other));
  }
}
