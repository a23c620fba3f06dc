package io.github.gradlens.method;

import io.github.gradlens.error.UsageException;

/** Which scalar of an output is explained. */
public enum ScoreKind {
  /**
   * The input of the Softmax or Sigmoid that makes the output; the output itself where none does.
   */
  LOGIT,
  /** The signature's output as it is. */
  OUTPUT,
  /** log p/(1 − p) of the target's probability p. */
  LOGODDS;

  /** Reads the command line's {@code --score}. */
  public static ScoreKind parse(String text) {
    return switch (text) {
      case "logit" -> LOGIT;
      case "output" -> OUTPUT;
      case "logodds" -> LOGODDS;
      default ->
          throw new UsageException(
              "--score '" + text + "' is not valid; use logit, output or logodds");
    };
  }
}
