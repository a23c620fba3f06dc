package io.github.gradlens.method;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the score tensor behind a signature's output. */
public final class ScoreFinder {
  private static final Set<String> STRUCTURAL =
      Set.of("Identity", "IdentityN", "Reshape", "Squeeze", "ExpandDims", "Transpose", "Snapshot");

  private ScoreFinder() {}

  /**
   * What was found.
   *
   * @param output the tensor over which targets and masks are indexed
   * @param probability the Softmax's or Sigmoid's output, where one makes the output
   * @param logit its input
   * @param softmax whether it is a Softmax
   */
  public record Found(
      String output, @Nullable String probability, @Nullable String logit, boolean softmax) {}

  /** Follows structural ops from an output backwards to a Softmax or Sigmoid. */
  public static Found behind(Network network, String output) {
    String tensor = output;
    while (true) {
      Node node = network.producer(tensor);
      if (node.op().equals("Softmax") || node.op().equals("Sigmoid")) {
        return new Found(output, node.output(0), node.inputs().get(0), node.op().equals("Softmax"));
      }
      boolean one = node.op().equals("ConcatV2") && node.inputs().size() == 2;
      if (!one && !STRUCTURAL.contains(node.op())) {
        return new Found(output, null, null, false);
      }
      tensor = node.inputs().get(node.op().equals("IdentityN") ? Node.outputIndex(tensor) : 0);
    }
  }

  /** The score of a kind and target. */
  public static Score score(Found found, ScoreKind kind, boolean margin) {
    String logit = found.logit();
    if (margin) {
      if (kind == ScoreKind.LOGODDS) {
        throw new UsageException(
            "target margin has no log-odds; use --score logit or --score output");
      }
      String tensor = kind == ScoreKind.OUTPUT || logit == null ? found.output() : logit;
      return new Score(tensor, Score.Form.MARGIN);
    }
    return switch (kind) {
      case OUTPUT -> new Score(found.output(), Score.Form.LINEAR);
      case LOGIT -> new Score(logit == null ? found.output() : logit, Score.Form.LINEAR);
      case LOGODDS -> {
        if (logit == null) {
          yield new Score(found.output(), Score.Form.OUTPUT_LOGODDS);
        }
        yield new Score(logit, found.softmax() ? Score.Form.SOFTMAX_LOGODDS : Score.Form.LINEAR);
      }
    };
  }
}
