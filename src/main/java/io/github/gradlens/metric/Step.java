package io.github.gradlens.metric;

import java.util.List;
import java.util.function.Function;

/** Where a metric stands with an example: it asks something of the model, or it is done. */
public sealed interface Step {
  /**
   * It asks, and goes on with the answers.
   *
   * @param then from the answers, in the order of the questions
   */
  record Ask(List<Question> questions, Function<List<Answer>, Step> then) implements Step {
    public Ask {
      questions = List.copyOf(questions);
    }
  }

  /**
   * It is done.
   *
   * @param value NaN where it does not exist
   * @param curve what it sums up, NaN where a point has no value; empty where it draws none
   */
  record Done(double value, List<Double> curve) implements Step {
    public Done {
      curve = List.copyOf(curve);
    }
  }

  static Step done(double value) {
    return new Done(value, List.of());
  }

  /** A value that does not exist. */
  static Step none() {
    return done(Double.NaN);
  }
}
